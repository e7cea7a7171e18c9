import FlowTesting
import Model
import OrderedCollections
import Remote
import RemoteSupport

extension FlowTest {
  static let madePlace = SourceLocation(file: "login.flowtest.yaml", line: 2, column: 3)

  /// A test of the flow `acme-login`; its steps stand on the lines 11, 12, …
  static func made(
    _ steps: FlowTestStep..., ends: ExpectedEnd, flow: String = "acme-login",
    query: OrderedDictionary<String, AnswerValue> = [:], name: String = "a test", cleansUp: Bool = false
  ) -> FlowTest {
    var steps = steps
    for index in steps.indices {
      steps[index].place = SourceLocation(file: madePlace.file, line: 11 + index, column: 5)
    }
    return FlowTest(
      name: name, place: madePlace, flow: flow, query: query, steps: steps, end: ends, cleansUp: cleansUp)
  }
}

extension FlowTestStep {
  static func at(
    _ stage: String, _ answer: OrderedDictionary<String, AnswerValue>? = [:],
    errors: OrderedDictionary<String, TextPattern>? = nil, shows: ExpectedChallenge = ExpectedChallenge()
  ) -> FlowTestStep {
    FlowTestStep(
      place: FlowTest.madePlace, stage: StageKind(stage), shows: shows, answer: answer, errors: errors)
  }
}

extension AnswerValue: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .value(.string(text)) }
}

extension TextPattern: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}

extension FlowTestResult {
  /// `line: message` of every failure.
  var messages: [String] {
    guard case .failed(let failures) = verdict else { return [] }
    return failures.map { "\($0.place.line): \($0.message)" }
  }
}

/// The API of a server with a flow `acme-login` that changes nothing, and nothing else.
func quietAPI() -> LiveAPI {
  ScriptedTransport { request, _ in
    request.path.hasPrefix("/flows/instances/") ? .json(200, ["pk": "f1"]) : .page([])
  }.api()
}

/// Runs tests at `http://authentik.example.com`.
func run(
  _ tests: FlowTest..., at browser: some WireTransport, api: LiveAPI = quietAPI(), allowsWrites: Bool = true,
  timeout: Double = 30, parallelism: Int = 4, inspects: Bool = false, secretMask: SecretMask = SecretMask([]),
  clock: TestClock = TestClock(), address: String = "http://authentik.example.com"
) async throws -> [FlowTestResult] {
  let operation = FlowTestOperation(browser, try ServerAddress(address), api, clock: clock)
  let request = FlowTestRequest(
    tests, allowsWrites: allowsWrites, timeout: timeout, parallelism: parallelism, inspects: inspects,
    secretMask: secretMask)
  return await operation.run(request).results
}
