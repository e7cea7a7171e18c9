package import YAML

/// A blueprint as written in its file. Tags are kept, and nothing is resolved.
package struct Blueprint: Sendable {
  package let file: String
  /// `metadata.name`, or nil without metadata.
  package let name: String?
  package let labels: [String: String]
  /// The default values for `!Context`. Nil if there are none.
  package let context: Node?
  package private(set) var entries: [Entry]

  /// False if the label `blueprints.goauthentik.io/instantiate` is `false`: discovery then skips the file.
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
