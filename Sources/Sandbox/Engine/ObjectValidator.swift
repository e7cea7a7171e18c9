import Catalog
import Model
import OrderedCollections

/// Validates a whole object: what a create, PUT or PATCH sends against the row of its kind.
struct ObjectValidator {
  let kind: ServedKind
  let traits: ServerTraits

  /// What is to be stored and what the fields' own checks found.
  struct Outcome: Sendable {
    var object: ValueMap
    var errors: ValueMap = [:]
  }

  /// Checks fields on their own. With an existing object, what is not sent keeps its value; only a PATCH may
  /// leave out required fields.
  func fieldsChecked(_ sent: ValueMap, existing: ValueMap?, isPartial: Bool) -> Outcome {
    let validator = FieldValidator(traits: traits)
    var outcome = Outcome(object: existing ?? [:])
    for field in kind.kind.fields where !field.isReadOnly {
      guard let value = sent[field.name] else {
        if field.isRequired, !isPartial {
          outcome.errors[field.name] = ["This field is required."]
        } else if existing == nil {
          outcome.object[field.name] = kind.defaults[field.name] ?? Self.emptyValue(field)
        }
        continue
      }
      switch validator.outcome(value, for: field) {
      case .refused(let error): outcome.errors[field.name] = error
      case .accepted(let value):
        if kind.fileNames.contains(field.name), let name = value.string,
          let complaint = FileNameRule.complaint(about: name)
        {
          outcome.errors[field.name] = [.string(complaint)]
        }
        outcome.object[field.name] = value
      }
    }
    return outcome
  }

  /// Adds what only the other objects tell, and throws where there is any error.
  func uniquenessChecked(_ outcome: Outcome, _ store: StoreTransaction, except position: Int64?) throws {
    var errors = outcome.errors
    for field in kind.kind.uniqueFields where errors[field] == nil {
      if try store.isTaken(kind, [field], in: outcome.object, except: position) {
        errors[field] = [.string("\(kind.name) with this \(Self.label(field)) already exists.")]
      }
    }
    if errors.isEmpty {
      for fields in kind.kind.uniqueTogether
      where try store.isTaken(kind, fields, in: outcome.object, except: position) {
        errors["non_field_errors"] = [
          .string("The fields \(fields.joined(separator: ", ")) must make a unique set.")
        ]
      }
    }
    guard errors.isEmpty else {
      let order = kind.kind.fields.map(\.name) + ["non_field_errors"]
      throw Refusal.invalid(
        ValueMap(uniqueKeysWithValues: order.compactMap { name in errors[name].map { (name, $0) } }))
    }
    if kind.kind.uniqueFields.contains(where: { isBeyondIndex(outcome.object[$0]) }) { throw Refusal.crash }
  }

  /// Values that PostgreSQL cannot put into an index even compressed make the server crash: recorded from
  /// 2026.5, 3000 random characters do and 5000 times the same one does not. What a run of one character
  /// compresses to is guessed as one byte.
  private func isBeyondIndex(_ value: Value?) -> Bool {
    guard let bytes = value?.string?.utf8, bytes.count > 2704 else { return false }
    return zip(bytes, bytes.dropFirst()).count { $0 != $1 } > 2704
  }

  private static func label(_ field: String) -> String {
    field.split(separator: "_").joined(separator: " ")
  }

  private static func emptyValue(_ field: Field) -> Value {
    if field.isNullable { return .null }
    return switch field.type {
    case .text: ""
    case .boolean: false
    case .list: []
    case .map, .any: [:]
    case .integer, .number, .choice: .null
    }
  }
}
