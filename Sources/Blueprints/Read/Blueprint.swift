package import YAML

/// A blueprint as it stands in its file; tags are kept, nothing is resolved.
package struct Blueprint: Sendable {
  package let file: String
  /// `metadata.name`, or nil without metadata.
  package let name: String?
  package let labels: [String: String]
  /// The default values for `!Context`, or nil without any.
  package let context: Node?
  package private(set) var entries: [Entry]

  /// False if the label `blueprints.goauthentik.io/instantiate` says that discovery skips the file.
  package var isInstantiable: Bool {
    labels["blueprints.goauthentik.io/instantiate"]?.lowercased() != "false"
  }

  var withoutEntries: Blueprint { with([]) }

  func with(_ entries: [Entry]) -> Blueprint {
    var copy = self
    copy.entries = entries
    return copy
  }
}
