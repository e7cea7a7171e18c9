package import Catalog
package import Model
package import YAML

/// A field that an entry declares, with the places of its name and value.
package struct DeclaredField: Sendable {
  package let name: String
  package let value: Value
  package let nameMark: Mark
  package let valueMark: Mark
  /// What the entry's kind says of the field; nil where it knows none of that name, or was not asked.
  package let field: Field?
  /// True where the value comes from a variable that no `--env-show` names, and so must not be printed.
  package let isHidden: Bool
}
