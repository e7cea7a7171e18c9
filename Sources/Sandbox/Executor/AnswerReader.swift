import Catalog
import Model
import OrderedCollections

/// Reads an answer by a stage's fields, like the server's serializers.
struct AnswerReader {
  let traits: ServerTraits

  /// The accepted values; fills `errors` with all that is wrong. Unknown members are ignored.
  func read(_ sent: ValueMap, _ fields: [Field], _ errors: inout AnswerErrors) -> ValueMap {
    var accepted = ValueMap()
    for field in fields {
      guard let value = sent[field.name] else {
        if field.isRequired { errors.add(AnswerErrors.required, code: "required", to: field.name) }
        continue
      }
      switch FieldValidator(traits: traits).outcome(value, for: field) {
      case .accepted(let value): accepted[field.name] = value
      case .refused(let messages): errors.add(messages: messages, to: field.name)
      case .crashed: errors.add("Not a valid string.", to: field.name)
      }
    }
    return accepted
  }
}
