import Catalog
import Model
import OrderedCollections

/// A rule of the server for a whole body, checked when no field has an error.
///
/// Recorded from 2024.8 and 2026.5. Most rules look at the body alone, not at the object that a PATCH changes.
struct BodyRule: Sendable {
  /// The write is refused if all of them hold.
  let conditions: [BodyCondition]
  let outcome: Outcome
  /// The rule is gone in versions that accept this field.
  var unlessAccepted: String?
  /// The first version with the rule. Nil if all versions have it.
  var since: String?
  /// The first version without the rule.
  var until: String?

  enum Outcome: Sendable {
    /// A message at a field; `{field}` in it is replaced by a sent value.
    case refused(String, at: String)
    /// A message with the field's name twice: the server's own check names the field again.
    case refusedTwice(String, at: String)
    /// The empty answer of a crash.
    case crash
  }

  static func refuses(
    _ conditions: BodyCondition..., at field: String = "non_field_errors", with message: String
  ) -> BodyRule {
    BodyRule(conditions: conditions, outcome: .refused(message, at: field))
  }

  static func crashes(_ conditions: BodyCondition...) -> BodyRule {
    BodyRule(conditions: conditions, outcome: .crash)
  }

  /// Throws a refusal if the write breaks the rule.
  func check(_ write: BodyCondition.Write) throws {
    guard try conditions.allSatisfy({ try $0.holds(for: write) }) else { return }
    switch outcome {
    case .crash: throw Refusal.crash
    case .refused(let message, let field):
      throw Refusal.invalid([field: [.string(ComputedField.filled(message, from: write.accepted))]])
    case .refusedTwice(let message, let field): throw Refusal.invalid([field: [field: .string(message)]])
    }
  }

  var isCrash: Bool { if case .crash = outcome { true } else { false } }

  /// True for a rule that every create breaks.
  var isUnconditional: Bool {
    conditions.allSatisfy { if case .creates = $0 { true } else { false } }
  }

  /// The rules of a kind. A rule about a field that the version lacks does not exist in it.
  static func of(_ kind: Kind, _ version: EmbeddedCatalog) -> [BodyRule] {
    func accepts(_ field: String) -> Bool { kind.field(field)?.isReadOnly == false }
    return ((perVersion[version.nearestRecorded]?[kind.model] ?? []) + (everyVersion[kind.model] ?? []))
      .filter { rule in
        rule.conditions.compactMap(\.field).allSatisfy(accepts)
          && rule.unlessAccepted.map(accepts) != true
          && rule.until.map { AuthentikVersion(version.version) < AuthentikVersion($0) } != false
          && rule.since.map { AuthentikVersion($0) <= AuthentikVersion(version.version) } != false
      }
  }
}
