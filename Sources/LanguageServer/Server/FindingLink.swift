import Model

/// Where a code is explained.
enum FindingLink {
  /// authentik's own description of blueprints.
  private static let language = "https://docs.goauthentik.io/customize/blueprints/v1"

  /// The address of an explanation: flowform's own documentation if it is installed, otherwise authentik's.
  static func address(of code: Diagnostic.Code, _ documentation: String?) -> String? {
    if let documentation {
      return DocumentURI(path: documentation + "/Findings.md").text + "#" + code.rawValue
    }
    return switch code {
    case .tag, .reference: language + "/tags/"
    default: language + "/structure/"
    }
  }
}
