import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

/// Undoes the steps of a run one by one: created objects are deleted, changed objects are restored, and deleted objects
/// are created again.
///
/// Each step is undone by an ordinary change, with an intent in the journal. An object is left alone if someone has
/// changed it since, or if other objects depend on it.
struct Rollback: Sendable {
  let api: LiveAPI
  let journal: Journal
  let stop: StopSignal
  /// The state before the run.
  let before: StateSnapshot
  /// The keys of the objects that were created again so far.
  var keys = ReplacedKeys()

  /// Undoes one step. `record` is the current state of the object.
  mutating func undo(_ step: Step, record: ResourceRecord?) async throws(ChangeFailure) -> Effect {
    switch step.outcome {
    case .unknown: throw .refused("its outcome is not known; the next run asks again")
    case .deleted(let deleted): return try await recreate(deleted, step.change.address)
    case .wrote(let undo):
      guard let before = undo.before else { return try await delete(step, undo, record) }
      return try await restore(step, undo, before, record)
    }
  }

  private func delete(_ step: Step, _ undo: UndoRecord, _ record: ResourceRecord?) async throws(ChangeFailure)
    -> Effect
  {
    guard record?.origin == .created else {
      throw .refused("this run may not have created it, so it stays")
    }
    guard let key = key(of: undo.object, step.kind), step.kind.canDelete else {
      throw .refused("the API cannot delete it")
    }
    let others = try await cascades(step.kind, key: key)
    guard others == 0 else {
      throw .refused("\(others) objects that depend on it would be deleted with it, so it stays")
    }
    var change = PlannedChange(address: step.change.address, action: .delete)
    change.detailKey = key
    change.fields = step.change.values.keys.compactMap { name in
      undo.object[name].map { FieldChange(path: FieldPath(name), before: $0, after: .null) }
    }
    return try await ChangeApplier(api: api, journal: journal, stop: stop, kind: step.kind, change: change)
      .apply()
  }

  private func cascades(_ kind: Kind, key: String) async throws(ChangeFailure) -> Int {
    do throws(APIError) { return try await api.cascades(kind, key: key).count } catch {
      throw .refused("\(error)")
    }
  }

  private func restore(
    _ step: Step, _ undo: UndoRecord, _ before: Value, _ record: ResourceRecord?
  ) async throws(ChangeFailure) -> Effect {
    let lost = undo.fields.filter { step.kind.field($0)?.isWriteOnly == true }
    let failure =
      "\(lost.map { "`\($0)`" }.joined(separator: ", ")) cannot be restored, because it cannot be read"
    let before = Value.map(keys.applied(to: before.map ?? [:], of: step.kind))
    let differences = Comparison.changes(
      of: step.change.values.filter { undo.fields.contains($0.key) }, against: before, as: step.kind)
    guard !differences.isEmpty else { throw .refused(failure) }
    guard let key = key(of: undo.object, step.kind) else { throw .refused("the API cannot change it") }
    var change = PlannedChange(address: step.change.address, action: .update)
    change.detailKey = key
    let names = Set(differences.map(\.fieldName)).sorted()
    change.fields = names.map { name in
      FieldChange(
        path: FieldPath(name), before: undo.object[name] ?? .null, after: before[name] ?? .null)
    }
    change.values = ValueMap(change.fields.map { ($0.fieldName, $0.after) }) { $1 }
    let entries = entries(step, record, except: lost)
    // An object that was created again has restored the lists that it was in.
    if lost.isEmpty, let live = try await live(step.kind, key),
      Comparison.changes(of: change.values, against: live, as: step.kind).isEmpty
    {
      do throws(StateError) {
        for entry in entries { try await journal.append(entry) }
      } catch {
        throw .journal(error, entries)
      }
      return Effect(action: .update, object: live, entries: entries)
    }
    let effect = try await ChangeApplier(
      api: api, journal: journal, stop: stop, kind: step.kind, change: change, restored: { _ in entries }
    ).apply()
    guard lost.isEmpty else {
      throw ChangeFailure(cause: .refused, reason: failure, entries: effect.entries)
    }
    return effect
  }

  /// The state before the step, except for the fields in `lost`: those keep the values of the step.
  private func entries(
    _ step: Step, _ latest: ResourceRecord?, except lost: [String]
  ) -> [JournalEntry] {
    let address = step.change.address
    let previous = step.change.previousAddress ?? address
    guard let record = before.resources[previous] else { return [.removed(address)] }
    var restored = keys.applied(to: record, of: step.kind)
    for name in lost {
      restored.secrets[name] = latest?.secrets[name]
      restored.applied[name] = latest?.applied[name]
    }
    return [.done(previous, restored)] + (previous == address ? [] : [.removed(address)])
  }

  func key(of object: Value, _ kind: Kind) -> String? {
    kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
  }
}
