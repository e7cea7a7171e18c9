import Catalog
import FoundationEssentials
import Model
import OrderedCollections

/// Makes new objects, with the values that the server chooses.
struct ObjectMaker {
  let store: StoreTransaction
  /// Nil if there is no request.
  var context: RequestContext?

  /// The object with a value for each stored field.
  func completed(_ object: ValueMap, _ kind: ServedKind, sent: ValueMap) throws -> ValueMap {
    var object = object
    for (name, generated) in kind.generated
    where sent[name] == nil || kind.kind.field(name)?.isReadOnly == true {
      if case .writer = generated {
        object[name] = try value(generated, of: object)
      } else {
        object[name] = try context?.given[name] ?? value(generated, of: object)
      }
    }
    for field in kind.kind.fields
    where field.isReadOnly && object[field.name] == nil && kind.computed[field.name] == nil {
      object[field.name] = Self.emptyValue(field)
    }
    return object
  }

  private func value(_ generated: GeneratedField, of object: ValueMap) throws -> Value {
    switch generated {
    case .uuid: .string(NewIdentifier.make())
    case .number(let sequence): .integer(try store.nextNumber(sequence))
    case .now: .string(Self.now())
    case .inHalfAnHour: .string(Self.inHalfAnHour())
    case .inAYear: .string(Self.text(Date(timeIntervalSinceNow: 31_536_000)))
    case .constant(let value): value
    case .keyKind(let field): .string(ComputedField.keyKind(object[field]?.string ?? ""))
    case .writer: try context?.username.flatMap(store.user(named:))?.primaryKey ?? .null
    case .letters(let count): .string(Self.letters(count))
    case .digest:
      .string((NewIdentifier.make() + NewIdentifier.make()).split(separator: "-").joined())
    }
  }

  private static func emptyValue(_ field: Field) -> Value {
    if field.isNullable { return .null }
    return switch field.type {
    case .text(.uuid), .text(.dateTime): .null
    case .object, .map, .any: [:]
    case .text: ""
    case .boolean: false
    case .list: []
    case .integer, .number: 0
    case .choice(let choices): choices.last.map(Value.string) ?? ""
    }
  }

  /// The current time in UTC, in Django's form.
  static func now() -> String { text(Date()) }

  static func inHalfAnHour() -> String { text(Date(timeIntervalSinceNow: 1800)) }

  /// A time in seconds since 1970, in Django's form.
  static func text(at time: Double) -> String { text(Date(timeIntervalSince1970: time)) }

  /// The seconds since 1970 of a time in that form.
  static func seconds(_ text: String) -> Double? {
    let styles = [true, false].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
    return styles.lazy.compactMap { try? Date(text, strategy: $0) }.first?.timeIntervalSince1970
  }

  private static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Random letters and digits.
  static func letters(_ count: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String((0..<count).map { _ in letters.randomElement() ?? "a" })
  }
}
