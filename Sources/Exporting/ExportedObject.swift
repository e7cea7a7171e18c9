package import Catalog
package import Model
import OrderedCollections

/// An object with its kind, as the server or an export file has it.
package struct ExportedObject: Sendable {
  package let kind: Kind
  package let fields: ValueMap

  package init(kind: Kind, fields: ValueMap) {
    self.kind = kind
    self.fields = fields
  }

  var primaryKey: Value { fields[kind.primaryKey] ?? .null }

  var id: Identifier { Identifier(model: kind.model, key: Coercion.text(primaryKey) ?? "") }

  /// What authentik itself keeps up, and what is so found by that name wherever it is.
  var managed: String? {
    fields["managed"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Tells objects apart, also across kinds.
  struct Identifier: Hashable, Comparable, Sendable {
    let model: String
    let key: String

    static func < (left: Identifier, right: Identifier) -> Bool {
      (left.model, left.key) < (right.model, right.key)
    }
  }
}
