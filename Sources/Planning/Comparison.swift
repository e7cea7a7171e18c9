import Blueprints
package import Catalog
package import Model
import OrderedCollections

/// Compares declared values with a live object, field by field, after the server's own coercion.
package enum Comparison {
  /// Further facts that a comparison needs.
  package struct Basis: Sendable {
    /// The state's record of the object; a live value that differs from it was changed outside.
    package var record: ResourceRecord?
    /// The parts of fields that must not be shown, by field, in addition to fields that are always secret. The state
    /// remembers a hash of such a field.
    package var hidden: [String: [FieldPath]] = [:]
    package var hash: SecretHash?
    /// The keys that the server itself adds to lists of references, by field.
    package var serverKeys: [String: Set<Value>] = [:]

    package init() {}
  }

  /// The fields that differ, in the order of the entry.
  package static func changes(
    of values: ValueMap, against live: Value, as kind: Kind, _ basis: Basis = Basis()
  ) -> [FieldChange] {
    changes(
      of: values.compactMap { name, value in
        kind.field(name).map { DesiredObject.Wanted(field: $0, value: value) }
      }, against: live, basis)
  }

  static func changes(of wanted: [DesiredObject.Wanted], against live: Value, _ basis: Basis) -> [FieldChange]
  {
    wanted.flatMap { item -> [FieldChange] in
      let (field, name) = (item.field, item.field.name)
      guard !field.isWriteOnly else { return [] }
      let before = live[name] ?? .null
      let keys = basis.serverKeys[name] ?? []
      let expected: Value
      switch expectation(of: item, wanted, live, basis) {
      case .nothing: return []
      case .value(let value): expected = value
      }
      if ValueComparison.isEqual(before, expected, of: field, serverKeys: keys) { return [] }
      let remembered = basis.record?.answered[name] ?? basis.record?.applied[name]
      let isDrift =
        remembered.map { !ValueComparison.isEqual(before, $0, of: field, serverKeys: keys) }
        ?? hasChanged(before, field, since: basis.record, basis.hash)
      let hidden = basis.hidden[name] ?? []
      let isSecret = field.isSecret || hidden.contains { $0.steps.count == 1 }
      // The server's form of the value differs, so the whole value is put back.
      let found = ValueComparison.differences(before, item.value, of: field, serverKeys: keys)
      guard !found.isEmpty, !isSecret else {
        return [
          FieldChange(
            path: FieldPath(name), before: before, after: item.value, isDrift: isDrift, isSecret: isSecret,
            hidden: hidden)
        ]
      }
      return found.map {
        FieldChange(
          path: $0.path, before: $0.before, after: $0.after, isDrift: isDrift, isSecret: false, hidden: hidden
        )
      }
    }
  }

  private enum Expectation {
    /// Any live value is accepted.
    case nothing
    case value(Value)
  }

  /// The expected live value of a field: the declared value, or the server's form of it from the last apply.
  private static func expectation(
    of item: DesiredObject.Wanted, _ wanted: [DesiredObject.Wanted], _ live: Value, _ basis: Basis
  ) -> Expectation {
    let name = item.field.name
    let isReplaced =
      item.field.replacement?.holds { other in
        wanted.first { $0.field.name == other }?.value ?? live[other]
      } ?? false
    if isReplaced, item.field.replacement?.isNewEachTime == true { return .nothing }
    if let answered = basis.record?.answered[name], let applied = basis.record?.applied[name],
      ValueComparison.isEqual(applied, item.value, of: item.field)
    {
      return .value(answered)
    }
    return isReplaced ? .nothing : .value(item.value)
  }

  /// The values that the server answers in another form than they were sent, in that form.
  package static func answered(
    _ values: ValueMap, by live: Value, as kind: Kind, serverKeys: [String: Set<Value>] = [:]
  ) -> ValueMap {
    values.reduce(into: [:]) { answered, item in
      guard let field = kind.field(item.key), !field.isWriteOnly, !field.isReadOnly, !field.isSecret,
        let answer = live[item.key], field.replacement?.isNewEachTime != true,
        !ValueComparison.isEqual(answer, item.value, of: field, serverKeys: serverKeys[item.key] ?? [])
      else { return }
      answered[item.key] = answer
    }
  }

  /// Whether a live value differs from the one whose hash the state has.
  static func hasChanged(
    _ live: Value, _ field: Field, since record: ResourceRecord?, _ hash: SecretHash?
  ) -> Bool {
    guard field.isRememberedByHash, let hash, let recorded = record?.secrets[field.name] else { return false }
    return hash(live, of: field) != recorded
  }

  /// Whether a live object still has the values that these changes were planned from.
  package static func isAsSeen(_ changes: [FieldChange], _ live: Value, as kind: Kind) -> Bool {
    changes.allSatisfy { change in
      guard let field = kind.field(change.fieldName), !field.isWriteOnly, !change.isSecret else {
        return true
      }
      guard change.path.steps.count == 1 else {
        // A member that is missing has its default. A missing element changes the digest.
        guard let now = live.value(at: change.path) else { return true }
        return now.masked(like: change.before) == change.before
      }
      return ValueComparison.isEqual(
        (live[field.name] ?? .null).masked(like: change.before), change.before, of: field)
    }
  }
}

extension FieldChange {
  /// A change of a field with hidden parts. A change inside such a part is hidden as a whole.
  init(
    path: FieldPath, before: Value, after: Value, isDrift: Bool = false, isSecret: Bool, hidden: [FieldPath]
  ) {
    let isWithin = hidden.contains { path.steps.starts(with: $0.steps) }
    self.init(path: path, before: before, after: after, isDrift: isDrift, isSecret: isSecret || isWithin)
    hiddenParts = isWithin ? [] : hidden.filter { $0.steps.starts(with: path.steps) }
  }
}

extension Value {
  /// This value, masked where the other one is: a saved plan does not hold the secrets it saw.
  fileprivate func masked(like other: Value) -> Value {
    if other == FieldChange.secret { return other }
    switch (self, other) {
    case (.list(let items), .list(let others)) where items.count == others.count:
      return .list(zip(items, others).map { $0.masked(like: $1) })
    case (.map(let entries), .map(let others)):
      return .map(
        ValueMap(entries.map { name, value in (name, others[name].map(value.masked) ?? value) }) { $1 })
    default: return self
    }
  }
}
