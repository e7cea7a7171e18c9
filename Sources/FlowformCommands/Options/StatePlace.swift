import HTTPState
import Remote

/// Where a state is kept.
enum StatePlace: Hashable, Sendable {
  case file(String)
  /// The address of a state server.
  case server(String)
  /// In authentik itself.
  case authentik(StateSet)

  var isInAuthentik: Bool { if case .authentik = self { true } else { false } }

  private static let authentik = "authentik"

  /// Reads the value of `--state`.
  init(_ text: String) throws(CommandFailure) {
    if StateAddress.isMeant(by: text) {
      self = .server(text)
    } else if text == Self.authentik {
      self = .authentik(.standard)
    } else if text.hasPrefix(Self.authentik + ":") {
      guard let set = StateSet(String(text.dropFirst(Self.authentik.count + 1))) else {
        throw CommandFailure(
          .usage,
          "`\(text)` names no state; the name after the colon has 1 to 64 letters, digits, hyphens and underscores"
        )
      }
      self = .authentik(set)
    } else {
      self = .file(text)
    }
  }
}
