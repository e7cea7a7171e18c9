package import Catalog
package import Model
import OrderedCollections

/// An object with its kind, from the server or an export file.
package struct ExportedObject: Sendable {
  package let kind: Kind
  package let fields: ValueMap

  package init(kind: Kind, fields: ValueMap) {
    self.kind = kind
    self.fields = fields
  }

  var primaryKey: Value { fields[kind.primaryKey] ?? .null }

  package var id: Identifier { Identifier(model: kind.model, key: Self.keyText(primaryKey)) }

  static func keyText(_ key: Value) -> String { Coercion.text(key) ?? "" }

  /// The name of an object that authentik itself maintains; it is found by this name anywhere.
  var managed: String? {
    fields["managed"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Identifies an object across kinds.
  package struct Identifier: Hashable, Comparable, Sendable {
    package let model: String
    package let key: String

    package init(model: String, key: String) {
      self.model = model
      self.key = key
    }

    package static func < (left: Identifier, right: Identifier) -> Bool {
      (left.model, left.key) < (right.model, right.key)
    }
  }
}
