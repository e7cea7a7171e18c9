import Blueprints
import Catalog
import Model

/// The text of a field with places for its value.
struct FieldInsertion {
  let isInFlow: Bool

  /// `name: value`, at an indent.
  func member(_ field: Field, indent: Int) -> Snippet {
    Snippet(field.name + ":") + value(field, field.type, indent: indent)
  }

  /// Several members below each other. The first one follows the indent.
  func members(_ fields: [Field], indent: Int) -> Snippet {
    let separator = isInFlow ? ", " : Self.line(indent)
    return Snippet(
      fields.enumerated().flatMap { index, field in
        (index == 0 ? [] : [.text(separator)]) + member(field, indent: indent).pieces
      })
  }

  private func value(_ field: Field, _ type: FieldType, indent: Int) -> Snippet {
    switch type {
    case .list(let item):
      if isInFlow { return Snippet([.text(" ["), .place(""), .text("]")]) }
      let start = Snippet(Self.line(indent + 2) + "- ")
      guard case .object(let members) = item else { return start + scalar(field, item) }
      return start + self.members(Self.needed(members), indent: indent + 4)
    case .object(let members):
      if isInFlow { return Snippet([.text(" {"), .place(""), .text("}")]) }
      return Snippet(Self.line(indent + 2)) + self.members(Self.needed(members), indent: indent + 2)
    case .map:
      return isInFlow
        ? Snippet([.text(" {"), .place(""), .text("}")])
        : Snippet([.text(Self.line(indent + 2)), .place("")])
    default: return Snippet(" ") + scalar(field, type)
    }
  }

  private func scalar(_ field: Field, _ type: FieldType) -> Snippet {
    switch type {
    case .boolean: Snippet([.choice(["true", "false"])])
    case .choice(let choices) where !choices.isEmpty:
      Snippet([.choice(choices.map { CompletionText.text($0, isInFlow: isInFlow) })])
    default: Snippet([.place("")])
    }
  }

  /// The members that an object cannot be without; if there are none, the first one.
  static func needed(_ members: [Field]) -> [Field] {
    let required = members.filter { $0.isRequired && !$0.isReadOnly }
    return required.isEmpty ? Array(members.filter { !$0.isReadOnly }.prefix(1)) : required
  }

  static func line(_ indent: Int) -> String { "\n" + String(repeating: " ", count: indent) }
}
