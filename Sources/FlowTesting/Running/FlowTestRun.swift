import Model
import OrderedCollections
import Remote

/// One test: whether it may run, the walk, and the clean-up.
struct FlowTestRun: Sendable {
  let test: FlowTest
  let request: FlowTestRequest
  let address: ServerAddress
  let transport: any WireTransport
  let api: LiveAPI
  let spent: SpentCodes
  let clock: TestClock
  /// The names of users, by their e-mail addresses.
  let known: [String: String]

  /// What a walk ends with, also when its time is over.
  private struct Outcome: Sendable {
    var walk: FlowWalk?
    var failures: [FlowTestFailure] = []
    var skipped: String?
    var cleanUp: CleanUp?
    var notes: [String] = []
    var secrets: [Value] = []
    /// What earlier attempts have left.
    var left: [String] = []
    /// True if the test writes nothing.
    var mayRepeat = false
  }

  func result() async -> FlowTestResult {
    let start = ContinuousClock.now
    let deadline = TestDeadline(after: .seconds(request.timeout))
    let (ended, isOver) = await deadline.run { await attempts(deadline) }
    var outcome = ended ?? Outcome()
    if let reason = outcome.skipped { return FlowTestResult(test, .skipped(hide(reason, outcome))) }
    let duration = ContinuousClock.now - start
    if isOver {
      let place = outcome.failures.last?.place ?? test.place
      outcome.failures = [
        FlowTestFailure(
          at: place,
          "the test did not end within \(Self.text(request.timeout)) s; a slow server needs a higher --timeout"
        )
      ]
    }
    let left = outcome.left + (await cleanUp(outcome))
    let failures = outcome.failures.map { FlowTestFailure(at: $0.place, hide($0.message, outcome)) }
    return FlowTestResult(
      test, failures.isEmpty ? .passed : .failed(failures), duration: duration,
      notes: outcome.notes.map { hide($0, outcome) }, leftBehind: left.map { hide($0, outcome) })
  }

  /// Runs the test again if the server breaks it off, as a restart does: an apply must not be undone because of that. A
  /// test that writes is run once.
  private func attempts(_ deadline: TestDeadline) async -> Outcome {
    var left: [String] = []
    for pause in Self.pauses {
      var outcome = await attempt(deadline)
      outcome.left = left
      guard outcome.mayRepeat, outcome.walk?.isBroken == true else { return outcome }
      left += await cleanUp(outcome)
      do { try await clock.sleep(pause) } catch { return outcome }
    }
    var outcome = await attempt(deadline)
    outcome.left = left
    return outcome
  }

  private static let pauses: [Duration] = [.seconds(1), .seconds(4)]

  private func attempt(_ deadline: TestDeadline) async -> Outcome {
    var outcome = Outcome()
    let effects = await FlowEffects(of: test, api)
    if !request.allowsWrites || request.isProtected,
      let reason = effects.reason(isProtected: request.isProtected)
    {
      outcome.skipped = reason
      return outcome
    }
    outcome.mayRepeat = effects.reason(isProtected: false) == nil
    outcome.cleanUp = await CleanUp(before: test, effects, known: known, api)
    var maker = AnswerMaker(api, spent: spent, clock: clock) { deadline.extend(by: $0) }
    var query: [(name: String, value: String)] = []
    do throws(WalkError) {
      for (name, value) in test.query {
        let value = try await maker.value(value)
        query.append((name, value.string ?? JSONWriter.write(value)))
      }
    } catch {
      outcome.failures = [FlowTestFailure(at: test.place(of: FieldPath("query")), "\(error)")]
      return outcome
    }
    let client = ExecutorClient(transport, address: address, flow: test.flow, query: query)
    var walk = FlowWalk(test, client, maker)
    await walk.run()
    outcome.notes = walk.client.notEvaluated.map { "policy `\($0)` was not evaluated by the sandbox" }
    if request.inspects { outcome.notes += await inspect(&walk.client) }
    outcome.failures = walk.failures
    outcome.secrets = walk.secrets
    outcome.walk = walk
    return outcome
  }

  private func inspect(_ client: inout ExecutorClient) async -> [String] {
    let path = "/flows/inspector/\(PercentEncoding.encoded(test.flow))/"
    return InspectorNotes.text(try? await client.ask("GET", path))
  }

  private func cleanUp(_ outcome: Outcome) async -> [String] {
    guard let cleanUp = outcome.cleanUp, let walk = outcome.walk else { return [] }
    let (left, isOver) = await TestDeadline(after: .seconds(request.timeout)).run {
      var client = walk.client
      return await cleanUp.run(&client, walk.trail)
    }
    return (left ?? []) + (isOver ? ["what else there may be: the clean-up took too long"] : [])
  }

  private func hide(_ message: String, _ outcome: Outcome) -> String {
    request.secretMask(SecretMask(outcome.secrets)(message))
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : "\(seconds)"
  }
}
