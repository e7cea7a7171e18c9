import Catalog
import Model
import OrderedCollections

/// A condition on a write.
enum BodyCondition: Sendable {
  /// A create.
  case creates
  /// A PATCH or PUT.
  case updates
  /// The body does not have the member.
  case lacks(String)
  /// The body has the member.
  case has(String)
  /// The sent value is false in Python's sense; `otherwise` replaces a missing member.
  case empty(String, otherwise: Value = .null)
  case set(String, otherwise: Value = .null)
  /// The sent value is one of these; `otherwise` replaces a missing member.
  case among(String, [Value], otherwise: Value = .null)
  /// The sent text matches a regular expression.
  case matches(String, String)
  /// The object's value after the write is one of these.
  case becomes(String, [Value])
  /// The member is sent with another value than the object has.
  case changes(String)
  /// Another object of the kind has this value.
  case another(String, Value)
  /// One duration of the object after the write is longer than another.
  case longer(String, than: String)
  /// The sent nested object has the member.
  case member(String, String)
  case not([BodyCondition])

  /// The field that it looks at; nil if it looks at none or at several.
  var field: String? {
    switch self {
    case .lacks(let field), .has(let field), .empty(let field, _), .set(let field, _),
      .among(let field, _, _),
      .matches(let field, _), .becomes(let field, _), .changes(let field), .another(let field, _),
      .longer(let field, _), .member(let field, _):
      field
    case .creates, .updates, .not: nil
    }
  }

  func holds(for write: Write) throws -> Bool {
    switch self {
    case .creates: write.existing == nil
    case .updates: write.existing != nil
    case .lacks(let field): write.sent[field] == nil
    case .has(let field): write.sent[field] != nil
    case .empty(let field, let otherwise): Self.isEmpty(write.accepted[field] ?? otherwise)
    case .set(let field, let otherwise): !Self.isEmpty(write.accepted[field] ?? otherwise)
    case .among(let field, let values, let otherwise): values.contains(write.accepted[field] ?? otherwise)
    case .matches(let field, let pattern):
      write.accepted[field]?.string.map { TextPattern.matches($0, pattern) } ?? false
    case .becomes(let field, let values): values.contains(write.object[field] ?? .null)
    case .changes(let field):
      write.existing.map { existing in write.accepted[field].map { $0 != existing[field] } ?? false } ?? false
    case .another(let field, let value): try write.isHeldByAnother(field, value)
    case .longer(let field, let other):
      if let one = write.object[field]?.string.flatMap(DurationText.seconds),
        let two = write.object[other]?.string.flatMap(DurationText.seconds)
      {
        one > two
      } else {
        false
      }
    case .member(let field, let name): write.accepted[field]?[name] != nil
    case .not(let conditions): try !conditions.allSatisfy { try $0.holds(for: write) }
    }
  }

  private static func isEmpty(_ value: Value) -> Bool {
    switch value {
    case .null, .bool(false), .integer(0): true
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let members): members.isEmpty
    default: false
    }
  }
}

extension BodyCondition {
  /// A write whose fields have no errors.
  struct Write {
    /// The body as it was sent.
    let sent: ValueMap
    /// The members of the body that the kind has, as they are stored.
    let accepted: ValueMap
    /// The object after the write.
    let object: ValueMap
    /// The object before the write; nil for a create.
    let existing: ValueMap?
    let isHeldByAnother: (String, Value) throws -> Bool
  }
}
