package import Model
import OrderedCollections
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

  /// The addresses of the entries whose model and identifiers are spelled out.
  package var literalAddresses: Set<ResourceAddress> {
    Set(
      entries.compactMap { entry in
        guard let model = entry.model.literal?.string?.lowercased(),
          case .fields(let fields)? = entry.identifiers?.content, !fields.isEmpty
        else { return nil }
        var values = ValueMap()
        for field in fields {
          guard let value = field.known else { return nil }
          values[field.name] = value
        }
        return ResourceAddress(model: model, identifiers: values)
      })
  }

  var withoutEntries: Blueprint { with([]) }

  func with(_ entries: [Entry]) -> Blueprint {
    var copy = self
    copy.entries = entries
    return copy
  }
}
