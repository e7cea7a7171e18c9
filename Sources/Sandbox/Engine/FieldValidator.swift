import Catalog
import Model
import OrderedCollections

/// Validates a value by its field's type, like the server's serializers.
struct FieldValidator {
  let traits: ServerTraits
  /// True for a PATCH, which adds no defaults, even in nested objects.
  var isPartial = false

  /// The stored value, or the error for the field: a list of messages, or for lists of values a map from
  /// positions to such lists.
  enum Outcome {
    case accepted(Value)
    case refused(Value)
    /// The server does not validate the value, and crashes later.
    case crashed

    static func refused(_ messages: String...) -> Outcome {
      .refused(.list(messages.map(Value.string)))
    }
  }

  func outcome(_ value: Value, for field: Field) -> Outcome {
    if value.isNull {
      return field.isNullable ? .accepted(.null) : .refused("This field may not be null.")
    }
    return outcome(value, field.type, field)
  }

  private func outcome(_ value: Value, _ type: FieldType, _ field: Field) -> Outcome {
    switch type {
    case .text(let format): text(value, format, field)
    case .boolean:
      Coercion.boolean(value).map { .accepted(.bool($0)) } ?? .refused("Must be a valid boolean.")
    case .integer: integer(value, field)
    case .number:
      Coercion.number(value).map { bounded(.double($0), $0, field) }
        ?? .refused("A valid number is required.")
    case .choice(let choices): choice(value, choices, field)
    case .list(let item): list(value, item, field)
    case .object(let members): object(value, members)
    case .map:
      value.map == nil
        ? .refused("Value must be a dictionary, and not have any duplicate keys.") : .accepted(value)
    case .any: .accepted(value)
    }
  }

  private func text(_ value: Value, _ format: FieldType.TextFormat, _ field: Field) -> Outcome {
    guard let sent = Coercion.text(value) else {
      if format == .email { return .refused(Self.invalidEmail) }
      return .refused(Self.isSlugOfSerializer(field) ? Self.invalidSlug(field) : "Not a valid string.")
    }
    let text = Coercion.trimmed(sent)
    if format == .dateTime {
      return DateTimeText.canonical(text).map { .accepted(.string($0)) } ?? .refused(Self.wrongDateTime)
    }
    if text.isEmpty {
      return field.allowsBlank ? .accepted("") : .refused("This field may not be blank.")
    }
    let messages = complaints(text, field) + formatComplaints(text, format)
    guard messages.isEmpty else { return .refused(.list(messages.map(Value.string))) }
    return .accepted(Coercion.normalized(.string(text), as: .text(format)))
  }

  /// The serializer checks slugs with a maximum length, and has one message for all mistakes. Since 2025.12, most slugs
  /// have no maximum length, and the model checks them (recorded from 2024.8 and 2026.5, measured on 2025.10.4 and
  /// 2026.2.2).
  private static func isSlugOfSerializer(_ field: Field) -> Bool {
    field.pattern == TextPattern.slug && field.maxLength != nil
  }

  private static func invalidSlug(_ field: Field) -> String {
    let word = isSlugOfSerializer(field) ? "\"slug\"" : "“slug”"
    return "Enter a valid \(word) consisting of letters, numbers, underscores or hyphens."
  }

  private static let invalidEmail = "Enter a valid email address."

  private static let wrongDateTime =
    "Datetime has wrong format. Use one of these formats instead: "
    + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."

  private func complaints(_ text: String, _ field: Field) -> [String] {
    let null = text.unicodeScalars.contains("\0") ? ["Null characters are not allowed."] : []
    var others: [String] = []
    let length = text.unicodeScalars.count
    if let most = field.maxLength, length > most {
      others.append("Ensure this field has no more than \(most) characters.")
    }
    if let least = field.minLength, length < least {
      others.append("Ensure this field has at least \(least) characters.")
    }
    if let pattern = field.pattern, !TextPattern.matches(text, pattern) {
      others.append(
        pattern == TextPattern.slug
          ? Self.invalidSlug(field) : "This value does not match the required pattern.")
    }
    return traits.nullBeforePattern ? null + others : others + null
  }

  private func formatComplaints(_ text: String, _ format: FieldType.TextFormat) -> [String] {
    switch format {
    case .uuid: Coercion.isUUID(text) ? [] : ["Must be a valid UUID."]
    case .uri: text.contains("://") ? [] : ["Enter a valid URL."]
    case .email: text.dropFirst().dropLast().contains("@") ? [] : [Self.invalidEmail]
    case .plain, .binary, .dateTime: []
    }
  }

  private func integer(_ value: Value, _ field: Field) -> Outcome {
    if let text = value.string, text.utf8.count > 1000 { return .refused("String value too large.") }
    if case .bigInteger(let digits) = value { return bounded(value, Double(digits) ?? 0, field) }
    return Coercion.integer(value).map { bounded(.integer($0), Double($0), field) }
      ?? .refused("A valid integer is required.")
  }

  private func bounded(_ value: Value, _ number: Double, _ field: Field) -> Outcome {
    if let most = field.maximum, let limit = Coercion.number(most), number > limit {
      return .refused("Ensure this value is less than or equal to \(PythonText.text(most)).")
    }
    if let least = field.minimum, let limit = Coercion.number(least), number < limit {
      return .refused("Ensure this value is greater than or equal to \(PythonText.text(least)).")
    }
    return .accepted(value)
  }

  private func choice(_ value: Value, _ choices: [String], _ field: Field) -> Outcome {
    let text = PythonText.text(value)
    if choices.contains(text) || (text.isEmpty && field.allowsBlank) { return .accepted(.string(text)) }
    return .refused("\"\(text)\" is not a valid choice.")
  }

  /// An object of known members: missing members get their default, unknown ones are dropped.
  private func object(_ value: Value, _ members: [Field]) -> Outcome {
    guard let sent = value.map else {
      return .refused(
        .map([
          "non_field_errors": [
            .string("Invalid data. Expected a dictionary, but got \(PythonText.typeName(value)).")
          ]
        ]))
    }
    var accepted = ValueMap()
    var errors = ValueMap()
    for member in members where !member.isReadOnly {
      guard let value = sent[member.name] else {
        if isPartial {
          if member.isRequired { return .crashed }
        } else if member.isRequired {
          errors[member.name] = ["This field is required."]
        } else if let value = member.defaultValue {
          accepted[member.name] = value
        }
        continue
      }
      switch outcome(value, for: member) {
      case .accepted(let value): accepted[member.name] = value
      case .refused(let error): errors[member.name] = error
      case .crashed: return .crashed
      }
    }
    return errors.isEmpty ? .accepted(.map(accepted)) : .refused(.map(errors))
  }

  private func list(_ value: Value, _ type: FieldType, _ field: Field) -> Outcome {
    guard let items = value.list else {
      let message = Value.string("Expected a list of items but got type \"\(PythonText.typeName(value))\".")
      return .refused(type.members == nil ? [message] : ["non_field_errors": [message]])
    }
    if items.isEmpty, field.isRequired, !field.isSet, Self.mayNotBeEmpty(type) {
      return .refused("This list may not be empty.")
    }
    let item = Field(name: field.name, type: type, isNullable: type == .any)
    var accepted: [Value] = []
    var errors = ValueMap()
    for (index, value) in items.enumerated() {
      switch outcome(value, for: item) {
      case .accepted(let value): accepted.append(value)
      case .refused(let error): errors[String(index)] = error
      case .crashed: return .crashed
      }
    }
    if !errors.isEmpty {
      // Every object has an entry; values only if they are wrong.
      return .refused(
        type.members == nil ? .map(errors) : .list(items.indices.map { errors[String($0)] ?? [:] }))
    }
    return .accepted(.list(field.isSet ? Self.set(accepted) : accepted))
  }

  /// The database keeps each item once, in another order.
  private static func set(_ items: [Value]) -> [Value] {
    Set(items).sorted { (Coercion.text($0) ?? "") < (Coercion.text($1) ?? "") }
  }

  /// A required list of a model's texts must not be empty; a list of objects may be.
  private static func mayNotBeEmpty(_ type: FieldType) -> Bool {
    switch type {
    case .text, .choice, .integer: true
    case .boolean, .number, .list, .object, .map, .any: false
    }
  }
}
