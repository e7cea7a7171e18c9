package import Model
package import YAML

/// A field that an entry declares, with the places of its name and value.
package struct DeclaredField: Sendable {
  package let name: String
  package let value: Value
  package let nameMark: Mark
  package let valueMark: Mark
  /// True where the value comes from a variable that no `--env-show` names, and so must not be printed.
  package let isHidden: Bool

  package init(name: String, value: Value, nameMark: Mark, valueMark: Mark, isHidden: Bool = false) {
    self.name = name
    self.value = value
    self.nameMark = nameMark
    self.valueMark = valueMark
    self.isHidden = isHidden
  }

  func named(_ name: String) -> DeclaredField {
    DeclaredField(
      name: name, value: value, nameMark: nameMark, valueMark: valueMark, isHidden: isHidden)
  }
}
