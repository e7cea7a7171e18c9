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

  /// Ends the work on a change early, with its result.
  struct Ended: Error {
    let result: ChangeResult

    init(_ result: ChangeResult) { self.result = result }
  }

  func apply() async -> ChangeResult {
    do throws(Ended) {
      return switch change.action {
      case .create: try await create()
      case .update: try await update()
      case .delete: try await delete()
      case .adopt, .unchanged, .skip: .done(change.action, object: nil, [])
      }
    } catch {
      return error.result
    }
  }

  /// A request's outcome as a value, since most outcomes are no reason to stop.
  func result<Answer>(
    of request: () async throws(APIError) -> Answer
  ) async -> Result<Answer, APIError> {
    do throws(APIError) { return .success(try await request()) } catch { return .failure(error) }
  }

  // MARK: - Journal

  func intend() async throws(Ended) {
    guard hasUniqueKey, restored == nil else { return try await append([.intent(intent)]) }
    // Should the machine lose its power, the server still refuses a second object.
    do throws(StateError) { try journal.write(.intent(intent)) } catch {
      throw Ended(.journalFailed(error, []))
    }
  }

  private var intent: Intent {
    Intent(
      address: change.address, action: change.action, kind: kind.model, hasUniqueKey: hasUniqueKey)
  }

  func append(_ entries: [JournalEntry]) async throws(Ended) {
    do throws(StateError) {
      for entry in entries { try await journal.append(entry) }
    } catch {
      throw Ended(.journalFailed(error, entries.filter { if case .intent = $0 { false } else { true } }))
    }
  }

  /// What may have been carried out: the intent stays in the journal, and the next run asks again.
  func unknown(_ reason: String) -> ChangeResult { .unknown(reason, intent) }

  /// Notes that nothing was done, and why.
  func refused(_ reason: String, field: String? = nil) async throws(Ended) -> ChangeResult {
    try await append([.failed(change.address)])
    return .failed(reason, field: field)
  }

  /// Notes that the server refuses a change, and the field that it names.
  func refused(_ error: APIError, with remark: String? = nil) async throws(Ended) -> ChangeResult {
    var reason = "\(error)"
    if !error.refusals.isEmpty {
      if reason.hasSuffix(".") { reason.removeLast() }
      reason += "\(remark.map { " (\($0))" } ?? ""); correct the entry and apply again"
    }
    let fields = error.refusals.compactMap(\.path?.firstKey)
    return try await refused(reason, field: fields.first { change.values[$0] != nil })
  }

  /// Notes the object as the plan wants it.
  func done(
    _ action: Action, _ object: Value, origin: ResourceRecord.Origin, _ written: Written? = nil
  ) async throws(Ended) -> ChangeResult {
    let entries = restored ?? planned(object, origin)
    if canBeFoundOut(origin) {
      for entry in entries { journal.note(entry) }
    } else {
      try await append(entries)
    }
    return .done(action, object: object, entries, written)
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

  /// Runs an attempt until it gives a result, within the retry policy's limits.
  func repeating(
    _ action: Action, _ attempt: () async throws(Ended) -> Attempt
  ) async throws(Ended) -> ChangeResult {
    let policy = api.client.policy
    var pauses = Pauses(policy)
    var failures = 0
    while true {
      switch try await attempt() {
      case .ended(let result): return result
      case .again(let error?, let isUndone):
        if case .internalError = error { failures += 1 }
        guard failures < policy.failedWrites else {
          return isUndone
            ? try await refused("\(error); \(Self.nothing(action))")
            : unknown("\(error); no look can tell whether it was done, so the next run asks again")
        }
      case .again: break
      }
      guard !stop.wasRequested, let delay = pauses.next() else {
        throw Ended(unknown("the server did not say what became of it; the next run asks again"))
      }
      api.client.counter.countRetry()
      do { try await policy.sleep(delay) } catch {
        throw Ended(unknown("the run was interrupted; the next run asks again"))
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

  /// The object under one of its keys, or nil where it is gone.
  func retrieve(_ keys: [String]) async throws(APIError) -> Value? {
    for key in keys {
      if let object = try await api.retrieve(kind, key: key) { return object }
    }
    return nil
  }

  /// Reads the object once more and makes sure that it is what the plan saw; nil where it is gone.
  ///
  /// The server has no optimistic lock (`If-Match` is ignored, recorded from 2026.5), so what remains
  /// unguarded is the time of one request.
  func current(_ key: String) async throws(Ended) -> Value? {
    switch await result(of: { () async throws(APIError) in try await api.retrieve(kind, key: key) }) {
    case .failure(let error): throw Ended(.failed("\(error)"))
    case .success(let object):
      guard let object else { return nil }
      let isSame =
        change.liveDigest.map { $0 == Digest.of(object, as: kind, hidden: change.secretFields) } ?? true
      guard isSame, Comparison.isAsSeen(change.fields, object, as: kind) else {
        throw Ended(.failed("it was changed on the server meanwhile; plan again"))
      }
      return object
    }
  }
}
