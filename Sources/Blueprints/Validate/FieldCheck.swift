import Catalog
import Model
import OrderedCollections

/// Checks one value against its field, as the server's serializer does.
///
/// The server accepts numbers as texts and texts as numbers, trims texts before it checks them, and accepts a dozen
/// spellings of a boolean (recorded from 2024.8.2 and 2026.5.0).
enum FieldCheck {
  struct Problem {
    enum Subject {
      /// A value that the server refuses.
      case value
      /// A member of an object that the server ignores: it does not know the member or does not accept it.
      case unknownMember, readOnlyMember
    }

    /// The steps from the value to the part.
    var path: [FieldPath.Step] = []
    var subject = Subject.value
    let message: String

    func nested(at step: FieldPath.Step) -> Problem {
      Problem(path: [step] + path, subject: subject, message: message)
    }
  }

  static func problems(_ value: Value, of field: Field) -> [Problem] {
    if value.isNull {
      return field.isNullable
        ? [] : [Problem(message: "may not be null; leave it out or use \(field.type.name)")]
    }
    return problems(value, type: field.type, of: field)
  }

  private static func problems(_ value: Value, type: FieldType, of field: Field) -> [Problem] {
    func problem(_ message: String) -> [Problem] { [Problem(message: message)] }
    func mismatch() -> [Problem] { problem("is \(shown(value)); expected \(type.name)") }
    // A key comes from the server itself, and is always valid.
    switch value {
    case .reference, .pending: return []
    default: break
    }
    switch type {
    case .any: return []
    case .map: return value.map == nil ? mismatch() : []
    case .object(let members):
      guard let object = value.map else { return mismatch() }
      return problems(object, members)
    case .list(let item):
      guard let items = value.list else { return mismatch() }
      let tooMany = field.maxItems.map { items.count > $0 } ?? false
      let element = Field(name: field.name, type: item)
      return
        (tooMany ? problem("holds \(items.count) items; at most \(field.maxItems ?? 0) are allowed") : [])
        + items.enumerated().flatMap { index, value in
          problems(value, type: item, of: element).map { $0.nested(at: .index(index)) }
        }
    case .boolean: return Coercion.boolean(value) == nil ? mismatch() : []
    case .integer:
      guard let number = Coercion.integer(value) else { return mismatch() }
      return rangeProblem(Double(number), of: field).map(problem) ?? []
    case .number:
      guard let number = Coercion.number(value) else { return mismatch() }
      return rangeProblem(number, of: field).map(problem) ?? []
    case .choice(let choices):
      guard let text = Coercion.text(value) ?? value.bool.map({ $0 ? "True" : "False" }) else {
        return mismatch()
      }
      if choices.contains(text) || (text.isEmpty && field.allowsBlank) { return [] }
      return problem("is \(shown(value)); expected \(type.name)\(Suggestion.hint(for: text, among: choices))")
    case .text(let format):
      guard let text = Coercion.text(value) else { return mismatch() }
      return textProblem(Coercion.trimmed(text), format: format, of: field).map(problem) ?? []
    }
  }

  private static func problems(_ object: ValueMap, _ members: [Field]) -> [Problem] {
    var problems: [Problem] = []
    for (name, value) in object {
      let member = members.first { $0.name == name }
      if let member, !member.isReadOnly {
        problems += self.problems(value, of: member).map { $0.nested(at: .key(name)) }
      } else {
        let known = members.filter { !$0.isReadOnly }.map(\.name)
        let problem = Problem(
          subject: member == nil ? .unknownMember : .readOnlyMember,
          message: Suggestion.hint(for: name, among: known))
        problems.append(problem.nested(at: .key(name)))
      }
    }
    let missing = members.filter { $0.isRequired && !$0.isReadOnly && object[$0.name] == nil }
    guard !missing.isEmpty else { return problems }
    let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
    return problems + [Problem(message: "lacks \(names)")]
  }

  private static func textProblem(_ text: String, format: FieldType.TextFormat, of field: Field) -> String? {
    if text.isEmpty { return field.allowsBlank ? nil : "may not be blank" }
    if text.utf8.contains(0) { return "holds a null character, which the server refuses" }
    // Characters are only counted if the number of bytes, one to four per character, does not decide.
    if let most = field.maxLength, text.utf8.count > most {
      let length = text.unicodeScalars.count
      if length > most { return "has \(length) characters; at most \(most) are allowed" }
    }
    if let least = field.minLength, text.utf8.count / 4 < least {
      let length = text.unicodeScalars.count
      if length < least { return "has \(length) characters; at least \(least) are needed" }
    }
    if let pattern = field.pattern, !TextPattern.matches(text, pattern) {
      return pattern == TextPattern.slug
        ? "is \(shown(.string(text))); expected a slug of letters, digits, `-` and `_`"
        : "is \(shown(.string(text))); expected a text that matches \(pattern)"
    }
    if field.isDuration, DurationText.seconds(text) == nil {
      let form = Coercion.number(.string(text)) == nil ? "hours=1;minutes=30" : "minutes=\(text)"
      return "is \(shown(.string(text))); expected a duration such as `\(form)`"
    }
    if format == .uuid, !Coercion.isUUID(text) { return "is \(shown(.string(text))); expected a UUID" }
    return nil
  }

  private static func rangeProblem(_ number: Double, of field: Field) -> String? {
    if let least = field.minimum.flatMap(Coercion.number), number < least {
      return "is below \(JSONWriter.write(field.minimum ?? .null)), the least allowed"
    }
    if let most = field.maximum.flatMap(Coercion.number), number > most {
      return "is above \(JSONWriter.write(field.maximum ?? .null)), the most allowed"
    }
    return nil
  }

  private static func shown(_ value: Value) -> String {
    switch value {
    case .list, .map: value.typeName
    case .string(let text) where text.count > 60: "`\(text.prefix(60))…`"
    case .string(let text): "`\(text)`"
    default: "`\(JSONWriter.write(value))`"
    }
  }
}
