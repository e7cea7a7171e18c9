import Model
import OrderedCollections

/// Why an answer is refused, by field.
///
/// An empty one refuses as well (recorded).
struct AnswerErrors: Sendable {
  static let general = "non_field_errors"

  private(set) var fields: ValueMap = [:]

  init() {}

  init(_ field: String, _ message: String, code: String = "invalid") {
    add(message, code: code, to: field)
  }

  var isEmpty: Bool { fields.isEmpty }

  mutating func add(_ message: String, code: String = "invalid", to field: String = general) {
    let error: Value = ["string": .string(message), "code": .string(code)]
    fields[field] = .list((fields[field]?.list ?? []) + [error])
  }

  /// Adds the messages of a validator, with the codes that the server has for them.
  mutating func add(messages: Value, to field: String) {
    for message in messages.list ?? [] {
      guard let text = message.string else { continue }
      add(text, code: Self.codes[text] ?? "invalid", to: field)
    }
  }

  static let required = "This field is required."

  private static let codes = [
    required: "required", "This field may not be null.": "null", "This field may not be blank.": "blank",
  ]
}
