package import Remote

/// Runs flow tests against a server: each with a browser session of its own, several at once, and with a time limit for
/// each.
package struct FlowTestOperation: Sendable {
  private enum Way: Sendable {
    case connection(ConnectionOptions)
    case transport(any WireTransport, ServerAddress)
  }

  private let way: Way
  private let api: LiveAPI
  private let clock: TestClock

  /// - Parameters:
  ///   - connection: How sessions reach the server. They never send its token.
  ///   - api: With the token, to read bindings and codes, and to clean up.
  package init(_ connection: ConnectionOptions, _ api: LiveAPI) {
    way = .connection(connection)
    self.api = api
    clock = TestClock()
  }

  /// The same over any transport, such as one without a network.
  package init(
    _ transport: any WireTransport, _ address: ServerAddress, _ api: LiveAPI, clock: TestClock = TestClock()
  ) {
    way = .transport(transport, address)
    self.api = api
    self.clock = clock
  }

  /// The results are in the order of the tests.
  package func run(_ request: FlowTestRequest) async -> FlowTestReport {
    switch way {
    case .transport(let transport, let address): return await run(request, transport, address)
    case .connection(var connection):
      connection.parallelism = max(1, request.parallelism)
      do {
        return try await HTTPTransport.with(connection) { transport in
          await run(request, transport, connection.address)
        }
      } catch {
        let failures = request.tests.map { test in
          FlowTestResult(test, .failed([FlowTestFailure(at: test.place, "\(error)")]))
        }
        return FlowTestReport(failures)
      }
    }
  }

  /// Walks a flow by a person's answers, and returns it as a test.
  ///
  /// - Parameter allowsWrites: True if the flow may create or change something, which it really does.
  package func record(
    _ flow: String, with dialogue: any RecordingDialogue, allowsWrites: Bool, isProtected: Bool = false
  ) async throws(WalkError) -> FlowRecording {
    switch way {
    case .transport(let transport, let address):
      let effects = await FlowEffects(of: flow, [], api)
      if !allowsWrites || isProtected, let reason = effects.reason(isProtected: isProtected) {
        throw .failed(reason)
      }
      let client = ExecutorClient(transport, address: address, flow: flow)
      let maker = AnswerMaker(api, spent: SpentCodes(), clock: clock)
      var recorder = FlowRecorder(flow, client, maker, effects, dialogue)
      return try await recorder.record()
    case .connection(let connection):
      do {
        return try await HTTPTransport.with(connection) { transport in
          try await FlowTestOperation(transport, connection.address, api, clock: clock).record(
            flow, with: dialogue, allowsWrites: allowsWrites, isProtected: isProtected)
        }
      } catch {
        throw error as? WalkError ?? .failed("\(error)")
      }
    }
  }

  private func run(
    _ request: FlowTestRequest, _ transport: any WireTransport, _ address: ServerAddress
  ) async -> FlowTestReport {
    let spent = SpentCodes()
    let known = await KnownUsers.names(of: request.tests, api)
    var lanes = TestLanes(request.tests, known: known).lanes[...]
    return await withTaskGroup(of: [(Int, FlowTestResult)].self) { group in
      func start() {
        guard let lane = lanes.popFirst() else { return }
        group.addTask {
          var results: [(Int, FlowTestResult)] = []
          for index in lane {
            let run = FlowTestRun(
              test: request.tests[index], request: request, address: address, transport: transport, api: api,
              spent: spent, clock: clock, known: known)
            results.append((index, await run.result()))
          }
          return results
        }
      }
      var results = [FlowTestResult?](repeating: nil, count: request.tests.count)
      for _ in 0..<max(1, request.parallelism) { start() }
      for await lane in group {
        for (index, result) in lane { results[index] = result }
        start()
      }
      return FlowTestReport(results.compactMap { $0 })
    }
  }
}
