import FlowTesting
import Model
import Remote
import TestSupport
import Testing

/// Every run of the recordings that a walk can make, with the verdict that its test must have.
@Suite(.needsSharedMaterial) struct ReplayTests {
  struct File: Sendable, CustomTestStringConvertible {
    let version: String
    let name: String
    var testDescription: String { "\(name) of \(version)" }
  }

  static let files: [File] = ["2024.8", "2026.5"].flatMap { version in
    SharedMaterial.files(below: "recordings/\(version)/executor", ending: ".jsonl").map {
      File(version: version, name: String($0.split(separator: "/").last?.dropLast(".jsonl".count) ?? ""))
    }
  }

  @Test func everyScenarioIsThere() {
    #expect(Self.files.count == 44)
  }

  @Test(arguments: files)
  func everyRunHasTheRightVerdict(file: File) async throws {
    for (name, run, exchanges) in try runs(of: file) {
      let end = try #require(RecordedEnds.of(file.version, file.name)[name], "\(name)")
      let server = RecordedServer(run, in: exchanges)
      guard case .end(let expected) = end else {
        let result = try await result(run.test(ends: .signedOut), server)
        let request = run.ordinary.last?.response?["request_id"]?.string ?? "no id"
        #expect(
          result.messages.contains { $0.contains("an error of the server") && $0.contains(request) },
          "\(name)")
        continue
      }
      let result = try await result(run.test(ends: expected), server)
      #expect(result.verdict == .passed, "\(file) line \(run.first.line): \(name)")
      #expect(server.unasked.isEmpty, "\(file): \(name)")
    }
  }

  /// What is left are requests that no walk makes: forms, foreign origins, tokens, other methods, a missing token.
  @Test(arguments: ["2024.8", "2026.5"])
  func nearlyEveryExchangeIsReplayed(version: String) throws {
    var replayed = 0
    var all = 0
    for file in Self.files where file.version == version {
      let runs = try runs(of: file)
      let names = Set(runs.map(\.name))
      #expect(Set(RecordedEnds.of(version, file.name).keys).subtracting(names).isEmpty, "\(file)")
      let lines = Set(runs.flatMap { $0.run.ordinary.map(\.line) })
      let exchanges = try RecordedExchange.all(version, file.name)
      let executor = exchanges.filter { $0.path.contains("/flows/executor/") && !$0.what.hasPrefix("setup:") }
      replayed += lines.count
      all += executor.count
    }
    #expect(Double(replayed) > 0.9 * Double(all))
  }

  @Test(arguments: ["2024.8", "2026.5"])
  func anUnknownFlowIsTold(version: String) async throws {
    let exchanges = try RecordedExchange.all(version, "00-protocol").filter {
      $0.what.contains("unknown slug")
    }
    #expect(exchanges.map(\.status) == [404, 405])
    for exchange in exchanges {
      let browser = ScriptedBrowser(.challenge("ak-stage-dummy"), exchange.answer)
      let result = try await run(.made(.at("dummy"), ends: .signedOut), at: browser)
      #expect(
        result.first?.messages == [
          "2: the server has no flow `acme-login`; apply the blueprint that describes it, or correct the test's `flow`"
        ])
    }
  }

  /// The same runs, by tests that expect another end.
  @Test(arguments: files)
  func noRunPassesWithAnotherEnd(file: File) async throws {
    for (name, run, exchanges) in try runs(of: file) {
      guard case .end(let expected)? = RecordedEnds.of(file.version, file.name)[name] else { continue }
      let others: [ExpectedEnd] =
        switch expected {
        case .signedIn: [.signedOut, .signedIn(user: "nobody", groups: nil), .denied(message: nil)]
        case .signedOut: [.signedIn(user: nil, groups: nil), .stage(StageKind("password"))]
        case .redirected: [.redirected(to: "elsewhere"), .denied(message: nil)]
        case .denied:
          [.denied(message: "another reason"), .redirected(to: nil), .signedIn(user: nil, groups: nil)]
        case .stage: [.signedIn(user: nil, groups: nil), .signedOut, .stage(StageKind("user_write"))]
        }
      for other in others {
        let result = try await result(run.test(ends: other), RecordedServer(run, in: exchanges))
        #expect(result.messages.count == 1, "\(file): \(name) ends \(other)")
      }
    }
  }

  private func result(_ test: FlowTest, _ server: RecordedServer) async throws -> FlowTestResult {
    let operation = FlowTestOperation(server, try server.address, quietAPI())
    let report = await operation.run(FlowTestRequest([test], allowsWrites: true))
    return try #require(report.results.first)
  }

  /// The runs that a walk can make, with their names.
  private func runs(of file: File) throws -> [(name: String, run: RecordedRun, exchanges: [RecordedExchange])]
  {
    let exchanges = try RecordedExchange.all(file.version, file.name)
    var seen: [String: Int] = [:]
    return RecordedRun.all(in: exchanges).filter(\.isWalkable).map { run in
      let name = run.first.what
      let number = seen[name, default: 0] + 1
      seen[name] = number
      return (number == 1 ? name : "\(name) (\(number))", run, exchanges)
    }
  }
}
