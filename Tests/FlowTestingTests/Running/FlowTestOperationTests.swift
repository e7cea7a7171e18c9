import FlowTesting
import Model
import OrderedCollections
import Remote
import RemoteSupport
import Synchronization
import Testing

@Suite struct FlowTestOperationTests {
  private func test(_ name: String, flow: String = "acme-login") -> FlowTest {
    .made(ends: .stage(StageKind("dummy")), flow: flow, name: name)
  }

  @Test func resultsAreInTheOrderOfTheTests() async throws {
    let browser = ScriptedBrowser { request, count throws(APIError) in
      // The later a test comes, the sooner it is answered.
      try? await Task.sleep(for: .milliseconds(30 - 10 * min(count, 3)))
      return .challenge("ak-stage-dummy")
    }
    let results = try await run(test("one"), test("two"), test("three"), at: browser, parallelism: 3)
    #expect(results.map(\.test.name) == ["one", "two", "three"])
    #expect(results.map(\.verdict) == [.passed, .passed, .passed])
  }

  @Test(arguments: [1, 3])
  func notMoreThanAskedForRunAtOnce(parallelism: Int) async throws {
    let counts = Mutex((now: 0, most: 0))
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/") else { return .signedIn(nil) }
      counts.withLock { counts in
        counts.now += 1
        counts.most = max(counts.most, counts.now)
      }
      // The first ones wait for as many as may run at once, so that they do.
      let end = ContinuousClock.now + .seconds(10)
      while counts.withLock({ $0.most }) < parallelism, ContinuousClock.now < end { await Task.yield() }
      counts.withLock { $0.now -= 1 }
      return .challenge("ak-stage-dummy")
    }
    let tests = (1...6).map { test("\($0)") }
    let operation = FlowTestOperation(
      browser, try ServerAddress("http://authentik.example.com"), quietAPI())
    _ = await operation.run(FlowTestRequest(tests, allowsWrites: true, parallelism: parallelism))
    #expect(counts.withLock { $0.most } == parallelism)
  }

  /// A restart of the server must not undo a good apply. A test that writes is not repeated.
  @Test(arguments: [true, false]) func aTestThatTheServerBreaksOffIsRunAgain(writes: Bool) async throws {
    let failures = Mutex(2)
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/") else { return .signedIn(nil) }
      let fails = failures.withLock { left in
        left -= 1
        return left >= 0
      }
      if fails { throw .unreachable("connection refused") }
      return .challenge("ak-stage-dummy")
    }
    let end = ExpectedEnd.stage(StageKind("dummy"))
    let test = writes ? FlowTest.made(.at("authenticator_totp"), ends: end) : .made(ends: end)
    let results = try await run(test, at: browser, clock: TestClock(sleep: { _ in }))
    #expect(results.first?.isFailure == writes)
    #expect(failures.withLock { $0 } == (writes ? 1 : -1))
  }

  @Test func aTestThatHangsHoldsUpNoOther() async throws {
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/hanging/") else { return .challenge("ak-stage-dummy") }
      do { try await Task.sleep(for: .seconds(600)) } catch { throw .ambiguous("the request was cancelled") }
      return .challenge("ak-stage-dummy")
    }
    let start = ContinuousClock.now
    let results = try await run(
      test("hangs", flow: "hanging"), test("passes"), at: browser, timeout: 0.2, parallelism: 1)
    #expect(
      results.first?.messages == [
        "2: the test did not end within 0.2 s; a slow server needs a higher --timeout"
      ])
    #expect(results.last?.verdict == .passed)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func secretsAreInNoMessage() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-authenticator-static", ["codes": ["abcd1234"], "pending_user": "hunter2222"]),
      .challenge("ak-stage-access-denied", ["error_message": "abcd1234 and hunter2222 are wrong"]))
    let test = FlowTest.made(.at("authenticator_static"), ends: .signedIn(user: nil, groups: nil))
    let results = try await run(test, at: browser, secretMask: SecretMask(["hunter2222"]))
    #expect(
      results.first?.messages == [
        "2: expected the flow to end and somebody to be signed in, found a denial: (secret) and (secret) are wrong"
      ])
    #expect(results.first?.leftBehind == ["a device with static codes of `(secret)`"])
  }

  // MARK: - The inspector

  private func inspected(_ answer: APIResponse) async throws -> [String] {
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      request.url.contains("/inspector/acme-login/") ? answer : .challenge("ak-stage-dummy")
    }
    return try await run(test("one"), at: browser, inspects: true).first?.notes ?? []
  }

  @Test func theInspectorsViewIsNoted() async throws {
    func binding(_ name: String) -> Value { ["stage_obj": ["name": .string(name)]] }
    let plans: Value = [["current_stage": binding("acme-id")], ["current_stage": binding("acme-password")]]
    let plan: Value = ["current_stage": binding("acme-login"), "next_planned_stage": .null]
    #expect(
      try await inspected(.json(200, ["plans": plans, "current_plan": plan, "is_completed": false])) == [
        "the inspector: done `acme-id`, `acme-password`; now `acme-login`, next nothing"
      ])
    #expect(
      try await inspected(.json(200, ["plans": plans, "current_plan": plan, "is_completed": true])) == [
        "the inspector: done `acme-id`, `acme-password`; completed"
      ])
  }

  @Test(arguments: [404, 500])
  func anInspectorThatRefusesIsNoted(status: Int) async throws {
    #expect(
      try await inspected(.page(status)) == [
        "the inspector is not to be seen: it wants a session whose user has the permission authentik_flows.inspect_flow"
      ])
  }
}
