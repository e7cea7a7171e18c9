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
  ///   - api: For what only the token may do: read bindings and codes, and clean up.
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

  private func run(
    _ request: FlowTestRequest, _ transport: any WireTransport, _ address: ServerAddress
  ) async -> FlowTestReport {
    let spent = SpentCodes()
    var lanes = TestLanes(request.tests).lanes[...]
    return await withTaskGroup(of: [(Int, FlowTestResult)].self) { group in
      func start() {
        guard let lane = lanes.popFirst() else { return }
        group.addTask {
          var results: [(Int, FlowTestResult)] = []
          for index in lane {
            let run = FlowTestRun(
              test: request.tests[index], request: request, address: address, transport: transport, api: api,
              spent: spent, clock: clock)
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
