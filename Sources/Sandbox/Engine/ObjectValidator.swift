import Catalog
import Model
import OrderedCollections

/// Validates a whole object: the body of a create, PUT or PATCH, against the kind's row and the stored
/// object.
struct ObjectValidator {
  let kind: ServedKind
  let context: RequestContext
  let store: StoreTransaction

  /// The object to store. Fields of an existing object that are not sent keep their value; only a PATCH may
  /// leave out required fields. Throws one refusal with all errors.
  func checked(_ sent: ValueMap, existing: StoredObject?, isPartial: Bool) throws -> ValueMap {
    var errors = ValueMap()
    var object = existing?.fields ?? [:]
    var accepted = ValueMap()
    var isCrash = kind.crashes(on: sent)
    for field in kind.kind.fields
    where !field.isReadOnly && (kind.computed[field.name] == nil || isMirrored(field)) {
      guard let value = sent[field.name] else {
        if field.isRequired, !isPartial {
          errors[field.name] = ["This field is required."]
        } else if existing == nil, !isMirrored(field) {
          object[field.name] = kind.defaults[field.name] ?? Self.emptyValue(field)
        }
        continue
      }
      if isCrash, kind.crashingChoices.contains(field.name) { continue }
      switch try outcome(value, for: field, existing, isPartial) {
      case .crashed: isCrash = true
      case .refused(let error): errors[field.name] = error
      case .accepted(let value):
        accepted[field.name] = value
        if !isMirrored(field) { object[field.name] = value }
      }
    }
    let choices = ServerChoices(store: store, context: context)
    if errors.isEmpty {
      if isCrash { throw Refusal.crash }
      try check(kind.rules.filter(\.isCrash), sent, accepted, object, existing)
      try choices.fill(&object, &accepted, of: kind)
    }
    try addUniqueness(&errors, object, except: existing?.position)
    if errors.isEmpty {
      try check(kind.rules.filter { !$0.isCrash }, sent, accepted, object, existing)
      try crashOnNestedSets(sent)
    }
    guard errors.isEmpty else {
      let order = kind.kind.fields.map(\.name) + ["non_field_errors"]
      throw Refusal.invalid(
        ValueMap(uniqueKeysWithValues: order.compactMap { name in errors[name].map { (name, $0) } }))
    }
    if kind.kind.uniqueFields.contains(where: { isBeyondIndex(object[$0]) }) { throw Refusal.crash }
    try choices.apply(to: &object, of: kind)
    return object
  }

  private func isMirrored(_ field: Field) -> Bool {
    ComputedFields.mirrored[kind.kind.model]?.contains(field.name) == true
  }

  private func outcome(_ value: Value, for field: Field, _ existing: StoredObject?, _ isPartial: Bool) throws
    -> FieldValidator.Outcome
  {
    if value == [], kind.nonEmpty.contains(field.name) { return .refused("This list may not be empty.") }
    let former = kind.keptOrder.contains(field.name) ? existing?.fields[field.name]?.list : nil
    let references = ReferenceValidator(store: store, former: former)
    if let outcome = try references.outcome(value, for: field) { return outcome }
    let outcome = FieldValidator(traits: context.traits, isPartial: isPartial).outcome(value, for: field)
    guard case .accepted(let accepted) = outcome else { return outcome }
    if let pattern = RedirectPatterns.broken(in: accepted) {
      return .refused("Invalid Regex Pattern: \(pattern)")
    }
    guard let text = accepted.string else { return outcome }
    if kind.fileNames.contains(field.name), let complaint = FileNameRule.complaint(about: text) {
      return .refused(complaint)
    }
    if field.isDuration, DurationText.seconds(text) == nil {
      return .refused("\(text) is not in the correct format of 'hours=3;minutes=1'.")
    }
    return outcome
  }

  private func check(
    _ rules: [BodyRule], _ sent: ValueMap, _ accepted: ValueMap, _ object: ValueMap,
    _ existing: StoredObject?
  ) throws {
    let write = BodyCondition.Write(
      sent: sent, accepted: accepted, object: object, existing: existing?.fields
    ) { field, value in
      var query = ListQuery(kind)
      query.filter(field, equals: value)
      return try store.objects(query, limit: 2, offset: 0).contains { $0.position != existing?.position }
    }
    for rule in rules { try rule.check(write) }
  }

  /// Sets of nested objects that the server claims to accept, but crashes on.
  private func crashOnNestedSets(_ sent: ValueMap) throws(Refusal) {
    guard context.traits.crashesOnNestedSets else { return }
    if Self.nestedSets.contains(where: { sent[$0] != nil && kind.kind.field($0) != nil }) { throw .crash }
  }

  private static let nestedSets = ["flow_set", "promptstage_set"]

  /// Adds errors that depend on other objects.
  private func addUniqueness(_ errors: inout ValueMap, _ object: ValueMap, except position: Int64?) throws {
    for field in kind.kind.uniqueFields where errors[field] == nil {
      let scope = store.kinds.uniqueScope([field], of: kind)
      guard let holder = try store.holder(scope, [field], in: object, except: position) else { continue }
      if context.traits.ownUniqueChecks[kind.kind.model] == field {
        // The serializer's own check only covers this kind; the database then refuses the others.
        guard holder.kind.kind.model == kind.kind.model else {
          if errors.isEmpty { throw Refusal.crash }
          continue
        }
        errors[field] = ["This field must be unique."]
      } else {
        let label = kind.labels[field] ?? field.split(separator: "_").joined(separator: " ")
        errors[field] = [.string("\(scope.messageName) with this \(label) already exists.")]
      }
    }
    guard errors.isEmpty else { return }
    for fields in kind.kind.uniqueTogether {
      let scope = store.kinds.uniqueScope(fields, of: kind)
      guard try store.holder(scope, fields, in: object, except: position) != nil else { continue }
      errors["non_field_errors"] = [
        .string("The fields \(fields.joined(separator: ", ")) must make a unique set.")
      ]
    }
  }

  /// Values that PostgreSQL cannot compress into an index entry crash the server. Recorded from 2026.5: 3000
  /// random characters do, 5000 equal ones do not. A run of one character is assumed to compress to one byte.
  private func isBeyondIndex(_ value: Value?) -> Bool {
    guard let bytes = value?.string?.utf8, bytes.count > 2704 else { return false }
    return zip(bytes, bytes.dropFirst()).count { $0 != $1 } > 2704
  }

  private static func emptyValue(_ field: Field) -> Value {
    if field.isNullable { return .null }
    return switch field.type {
    case .text(.uuid), .text(.dateTime): .null
    case .text: ""
    case .boolean: false
    case .list: []
    case .object, .map, .any: [:]
    case .integer, .number, .choice: .null
    }
  }
}
