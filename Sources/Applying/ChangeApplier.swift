import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

/// Carries out one planned write: the journal entries, the request, and the checks after an unclear answer.
struct ChangeApplier: Sendable {
  let api: LiveAPI
  let journal: Journal
  let stop: StopSignal
  let kind: Kind
  let change: PlannedChange
  /// The journal entries for a change that undoes another, from the server's answer. Nil for a planned change.
  var restored: (@Sendable (Value) -> [JournalEntry])?

  func apply() async throws(ChangeFailure) -> Effect {
    switch change.action {
    case .create: try await create()
    case .update: try await update()
    case .delete: try await delete()
    case .adopt, .unchanged, .skip: Effect(action: change.action)
    }
  }

  /// Returns the outcome of a request as a value, since most failures do not end the change.
  func result<Answer>(
    of request: () async throws(APIError) -> Answer
  ) async -> Result<Answer, APIError> {
    do throws(APIError) { return .success(try await request()) } catch { return .failure(error) }
  }

  // MARK: - Journal

  func intend() async throws(ChangeFailure) {
    guard hasUniqueKey, restored == nil else { return try await append([.intent(intent)]) }
    // If a power failure loses this entry, the server still refuses a second object.
    do throws(StateError) { try journal.write(.intent(intent)) } catch { throw .journal(error, []) }
  }

  private var intent: Intent {
    Intent(
      address: change.address, action: change.action, kind: kind.model, hasUniqueKey: hasUniqueKey)
  }

  func append(_ entries: [JournalEntry]) async throws(ChangeFailure) {
    do throws(StateError) {
      for entry in entries { try await journal.append(entry) }
    } catch {
      throw .journal(error, entries.filter { if case .intent = $0 { false } else { true } })
    }
  }

  /// A failure with an unknown outcome. The intent stays in the journal, and the next run asks again.
  func unknown(_ reason: String) -> ChangeFailure { .unknown(reason, intent) }

  /// Records in the journal that nothing was done, and returns the failure.
  func refusal(_ reason: String, field: String? = nil) async throws(ChangeFailure) -> ChangeFailure {
    try await append([.failed(change.address)])
    return ChangeFailure(cause: .refused, reason: reason, field: field)
  }

  /// Records in the journal that the server refused the change. Returns the failure, with the field that the server
  /// named.
  func refusal(
    _ error: APIError, with remark: String? = nil
  ) async throws(ChangeFailure) -> ChangeFailure {
    var reason = "\(error)"
    if !error.refusals.isEmpty {
      if reason.hasSuffix(".") { reason.removeLast() }
      reason += "\(remark.map { " (\($0))" } ?? ""); correct the entry and apply again"
    }
    let fields = error.refusals.compactMap(\.path?.firstKey)
    return try await refusal(reason, field: fields.first { change.values[$0] != nil })
  }

  /// Records the object as done.
  func done(
    _ action: Action, _ object: Value, origin: ResourceRecord.Origin, _ undo: UndoRecord? = nil
  ) async throws(ChangeFailure) -> Effect {
    let entries = restored?(object) ?? planned(object, origin)
    if canBeFoundOut(origin) {
      for entry in entries { journal.note(entry) }
    } else {
      try await append(entries)
    }
    return Effect(action: action, object: object, entries: entries, undo: undo)
  }

  /// True if the next run would find the change, and the owner of the object, without the journal. Only the journal
  /// knows what a rollback has undone.
  private func canBeFoundOut(_ origin: ResourceRecord.Origin) -> Bool {
    restored == nil && hasUniqueKey && (origin == .created || change.action != .create)
  }

  private func planned(_ object: Value, _ origin: ResourceRecord.Origin) -> [JournalEntry] {
    var change = change
    change.answered = Comparison.answered(
      change.values.filter { !change.secretFields.contains($0.key) }, by: object, as: kind,
      serverKeys: change.serverKeys)
    let done = JournalEntry.done(change.address, change.record(of: object, as: kind, origin: origin))
    return [done] + (change.previousAddress.map { [.removed($0)] } ?? [])
  }

  /// True if the server refuses a second object with these identifiers. Then a create may be repeated.
  var hasUniqueKey: Bool {
    let values = change.values
    return kind.uniqueFields.contains { values[$0] != nil }
      || kind.uniqueTogether.contains { $0.allSatisfy { values[$0].map { !$0.isNull } ?? false } }
  }

  /// The basis for comparing an object with the plan.
  var basis: Comparison.Basis {
    var basis = Comparison.Basis()
    basis.serverKeys = change.serverKeys
    return basis
  }

  // MARK: - Repeating

  /// Repeats an attempt until it has finished, within the limits of the retry policy.
  func repeating(
    _ action: Action, _ attempt: () async throws(ChangeFailure) -> Attempt
  ) async throws(ChangeFailure) -> Effect {
    let policy = api.client.policy
    var pauses = Pauses(policy)
    var failures = 0
    while true {
      switch try await attempt() {
      case .finished(let effect): return effect
      case .retry(let error?, let isUndone):
        if case .internalError = error { failures += 1 }
        guard failures < policy.failedWrites else {
          throw isUndone
            ? try await refusal("\(error); \(Self.nothing(action))")
            : unknown("\(error); it cannot be checked whether it was done, so the next run asks again")
        }
      case .retry: break
      }
      guard !stop.wasRequested, let delay = pauses.next() else {
        throw unknown("the server did not report the outcome; the next run asks again")
      }
      api.client.counter.countRetry()
      do { try await policy.sleep(delay) } catch {
        throw unknown("the run was interrupted; the next run asks again")
      }
    }
  }

  private static func nothing(_ action: Action) -> String {
    switch action {
    case .delete: "it is still there"
    case .create: "nothing was created"
    default: "nothing was changed"
    }
  }

  /// Reads the object under the first key that finds it. Returns nil if none does.
  func retrieve(_ keys: [String]) async throws(APIError) -> Value? {
    for key in keys {
      if let object = try await api.retrieve(kind, key: key) { return object }
    }
    return nil
  }

  /// Reads the object again and checks that it is as the plan saw it. Returns nil if it is gone.
  ///
  /// The server has no optimistic lock: `If-Match` is ignored (recorded from 2026.5). The time of one request stays
  /// unguarded.
  func current(_ key: String) async throws(ChangeFailure) -> Value? {
    switch await result(of: { () async throws(APIError) in try await api.retrieve(kind, key: key) }) {
    case .failure(let error): throw .refused("\(error)")
    case .success(let object):
      guard let object else { return nil }
      let isSame =
        change.liveDigest.map { $0 == Digest.of(object, as: kind, hidden: change.secretFields) } ?? true
      guard isSame, Comparison.isAsSeen(change.fields, object, as: kind) else {
        throw .refused("someone changed it on the server after the plan; plan again")
      }
      return object
    }
  }
}
