import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

/// Undoes one step after the other of a run: what it created is deleted, what it changed is set back.
///
/// Each is a change like any other, with an intent in the journal, and only of what is still as the run
/// left it: what somebody else has changed since or come to depend on stays.
struct Rollback: Sendable {
  let api: LiveAPI
  let journal: Journal
  let stop: StopSignal
  /// The state before the run.
  let before: StateSnapshot

  /// `record` is what the state knows of the object now.
  func undo(_ step: Step, record: ResourceRecord?) async -> ChangeResult {
    switch step.effect {
    case .unknown: return .failed("what became of it is not known; the next run asks again")
    case .deleted: return .failed("an object that was deleted cannot be restored")
    case .wrote(let written):
      guard let before = written.before else { return await delete(step, written, record) }
      return await restore(step, written, before, record)
    }
  }

  private func delete(_ step: Step, _ written: Written, _ record: ResourceRecord?) async -> ChangeResult {
    guard record?.origin == .created else {
      return .failed("it cannot be told whether this run made it, so it is left")
    }
    guard let key = key(of: written.object, step.kind), step.kind.canDelete else {
      return .failed("the API cannot delete it")
    }
    do throws(APIError) {
      let others = try await api.cascades(step.kind, key: key)
      guard others.isEmpty else {
        return .failed("\(others.count) objects that depend on it would go along, so it is left")
      }
    } catch {
      return .failed("\(error)")
    }
    var change = PlannedChange(address: step.change.address, action: .delete)
    change.detailKey = key
    change.fields = step.change.values.keys.compactMap { name in
      written.object[name].map { FieldChange(path: FieldPath(name), before: $0, after: .null) }
    }
    return await ChangeApplier(api: api, journal: journal, stop: stop, kind: step.kind, change: change)
      .apply()
  }

  private func restore(
    _ step: Step, _ written: Written, _ before: Value, _ record: ResourceRecord?
  ) async -> ChangeResult {
    let lost = written.fields.filter { step.kind.field($0)?.isWriteOnly == true }
    let failure =
      "\(lost.map { "`\($0)`" }.joined(separator: ", ")) cannot be restored, since it cannot be read"
    let differences = Comparison.changes(
      of: step.change.values.filter { written.fields.contains($0.key) }, against: before, as: step.kind)
    guard !differences.isEmpty else { return .failed(failure) }
    guard let key = key(of: written.object, step.kind) else { return .failed("the API cannot change it") }
    var change = PlannedChange(address: step.change.address, action: .update)
    change.detailKey = key
    let names = Set(differences.map(\.fieldName)).sorted()
    change.fields = names.map { name in
      FieldChange(
        path: FieldPath(name), before: written.object[name] ?? .null, after: before[name] ?? .null)
    }
    change.values = ValueMap(change.fields.map { ($0.fieldName, $0.after) }) { $1 }
    let result = await ChangeApplier(
      api: api, journal: journal, stop: stop, kind: step.kind, change: change,
      restored: entries(step, record, except: lost)
    ).apply()
    guard case .done(_, _, let entries, _) = result, !lost.isEmpty else { return result }
    return .failed(failure, entries)
  }

  /// The state as it was before the step, but for the fields that stay as the step set them.
  private func entries(
    _ step: Step, _ record: ResourceRecord?, except lost: [String]
  ) -> [JournalEntry] {
    let address = step.change.address
    let previous = step.change.previousAddress ?? address
    guard var restored = before.resources[previous] else { return [.removed(address)] }
    for name in lost {
      restored.secrets[name] = record?.secrets[name]
      restored.applied[name] = record?.applied[name]
    }
    return [.done(previous, restored)] + (previous == address ? [] : [.removed(address)])
  }

  private func key(of object: Value, _ kind: Kind) -> String? {
    kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
  }
}
