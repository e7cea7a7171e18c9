import Catalog
import Foundation
import Model
import OrderedCollections

/// Something that can be true of a write.
enum BodyCondition: Sendable {
  /// A create.
  case creates
  /// A PATCH or PUT.
  case updates
  /// The body has no such member.
  case lacks(String)
  /// The body has such a member.
  case has(String)
  /// The value that is sent counts as false, as in Python; for a member that is missing, `otherwise` does.
  case empty(String, otherwise: Value = .null)
  case set(String, otherwise: Value = .null)
  /// The value that is sent is one of these, or the member is missing and `otherwise` is.
  case among(String, [Value], otherwise: Value = .null)
  /// The text that is sent matches a regular expression.
  case matches(String, String)
  /// The object's value, as it would be, is one of these.
  case becomes(String, [Value])
  /// A member is sent and has another value than the object.
  case changes(String)
  /// Another object of the kind has this value.
  case another(String, Value)
  /// One duration of the object, as it would be, is longer than another.
  case longer(String, than: String)
  /// The object that is sent has such a member.
  case member(String, String)
  case not([BodyCondition])

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
      write.accepted[field]?.string.map { $0.range(of: pattern, options: .regularExpression) != nil } ?? false
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
    /// The body as it came.
    let sent: ValueMap
    /// The members of the body that the kind has, as they are stored.
    let accepted: ValueMap
    /// The object as it would be.
    let object: ValueMap
    /// The object as it is; nil for a create.
    let existing: ValueMap?
    let isHeldByAnother: (String, Value) throws -> Bool
  }
}
