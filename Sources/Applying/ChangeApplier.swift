import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

/// Carries out one planned write: journal, request, and what an unclear answer asks for.
struct ChangeApplier: Sendable {
  let api: LiveAPI
  let journal: Journal
  let stop: StopSignal
  let kind: Kind
  let change: PlannedChange
  /// What the state is to learn once it is done, for a change that undoes another; nil for what the plan says.
  var restored: [JournalEntry]?

  func apply() async throws(ChangeFailure) -> Effect {
    switch change.action {
    case .create: try await create()
    case .update: try await update()
    case .delete: try await delete()
    case .adopt, .unchanged, .skip: Effect(action: change.action)
    }
  }

  /// A request's outcome as a value, since most outcomes are no reason to stop.
  func result<Answer>(
    of request: () async throws(APIError) -> Answer
  ) async -> Result<Answer, APIError> {
    do throws(APIError) { return .success(try await request()) } catch { return .failure(error) }
  }

  // MARK: - Journal

  func intend() async throws(ChangeFailure) {
    guard hasUniqueKey, restored == nil else { return try await append([.intent(intent)]) }
    // Should the machine lose its power, the server still refuses a second object.
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

  /// What may have been carried out: the intent stays in the journal, and the next run asks again.
  func unknown(_ reason: String) -> ChangeFailure { .unknown(reason, intent) }

  /// Notes in the journal that nothing was done, and returns why.
  func refusal(_ reason: String, field: String? = nil) async throws(ChangeFailure) -> ChangeFailure {
    try await append([.failed(change.address)])
    return ChangeFailure(cause: .refused, reason: reason, field: field)
  }

  /// Notes in the journal that the server refuses a change, and returns why, with the field that it names.
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

  /// Notes the object as the plan wants it.
  func done(
    _ action: Action, _ object: Value, origin: ResourceRecord.Origin, _ undo: UndoRecord? = nil
  ) async throws(ChangeFailure) -> Effect {
    let entries = restored ?? planned(object, origin)
    if canBeFoundOut(origin) {
      for entry in entries { journal.note(entry) }
    } else {
      try await append(entries)
    }
    return Effect(action: action, object: object, entries: entries, undo: undo)
  }

  /// True if the next run would find out without the journal what was done, and whose the object is; what a
  /// rollback undid only the journal tells.
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

  /// True if the server itself refuses a second object of these identifiers, so that a create may be
  /// sent again.
  var hasUniqueKey: Bool {
    let values = change.values
    return kind.uniqueFields.contains { values[$0] != nil }
      || kind.uniqueTogether.contains { $0.allSatisfy { values[$0].map { !$0.isNull } ?? false } }
  }

  /// How an object is compared with what the plan wants.
  var basis: Comparison.Basis {
    var basis = Comparison.Basis()
    basis.serverKeys = change.serverKeys
    return basis
  }

  // MARK: - Repeating

  /// Repeats an attempt until it has finished, within the retry policy's limits.
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
            : unknown("\(error); no look can tell whether it was done, so the next run asks again")
        }
      case .retry: break
      }
      guard !stop.wasRequested, let delay = pauses.next() else {
        throw unknown("the server did not say what became of it; the next run asks again")
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

  /// The object under one of its keys, or nil if it is gone.
  func retrieve(_ keys: [String]) async throws(APIError) -> Value? {
    for key in keys {
      if let object = try await api.retrieve(kind, key: key) { return object }
    }
    return nil
  }

  /// Reads the object once more and makes sure that it is what the plan saw; nil if it is gone.
  ///
  /// The server has no optimistic lock (`If-Match` is ignored, recorded from 2026.5), so what remains
  /// unguarded is the time of one request.
  func current(_ key: String) async throws(ChangeFailure) -> Value? {
    switch await result(of: { () async throws(APIError) in try await api.retrieve(kind, key: key) }) {
    case .failure(let error): throw .refused("\(error)")
    case .success(let object):
      guard let object else { return nil }
      let isSame =
        change.liveDigest.map { $0 == Digest.of(object, as: kind, hidden: change.secretFields) } ?? true
      guard isSame, Comparison.isAsSeen(change.fields, object, as: kind) else {
        throw .refused("it was changed on the server meanwhile; plan again")
      }
      return object
    }
  }
}
