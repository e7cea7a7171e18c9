import FlowTesting
import Model
import OrderedCollections

/// One run of a flow in a recording: the exchanges of a session with the flow executor until the end, or until the session
/// does something else.
struct RecordedRun: Sendable {
  let flow: String
  private(set) var exchanges: [RecordedExchange] = []

  var first: RecordedExchange { exchanges[0] }
  /// The exchanges that a walk makes as well: with the same query as the first one, and answers over the same protocol.
  var ordinary: [RecordedExchange] { exchanges.filter(isOrdinary) }

  func isOrdinary(_ exchange: RecordedExchange) -> Bool {
    guard exchange.isOrdinary, exchange.query == first.query, !Self.lacksToken(exchange) else { return false }
    return exchange.method == "GET"
      || exchange.header("X-Forwarded-Proto") == first.header("X-Forwarded-Proto")
  }

  /// A walk sends the token of a consent or captcha by itself, so it never hears that one is missing.
  private static func lacksToken(_ exchange: RecordedExchange) -> Bool {
    let answer = exchange.response
    if answer?["response_errors"]?["token"]?.list?.first?["code"] == "required" { return true }
    return exchange.method == "POST" && answer?["captcha_stage"]?.map != nil
      && exchange.request?["captcha_token"] == nil
  }

  /// Whether a walk can do the same: some runs change their query on the way, or are not followed to a challenge.
  var isWalkable: Bool {
    exchanges.allSatisfy { !$0.isOrdinary || $0.method == "GET" || isOrdinary($0) || $0.query == first.query }
      && ordinary.last.map { $0.response?["component"] != nil } ?? false
  }

  /// All runs of a file, in their order.
  static func all(in exchanges: [RecordedExchange]) -> [RecordedRun] {
    var runs: [RecordedRun] = []
    // By the session's cookie: the number of its session, and the run that has not ended.
    var sessions: [String: Int] = [:]
    var open: [Int: Int] = [:]
    var count = 0
    for exchange in exchanges {
      let session: Int
      if let cookie = exchange.cookies["authentik_session"], let known = sessions[cookie] {
        session = known
      } else {
        count += 1
        session = count
      }
      for cookie in exchange.newCookies {
        if let value = RecordedExchange.cookies(cookie.split(separator: ";").first.map(String.init))[
          "authentik_session"]
        {
          sessions[value] = session
        }
      }
      if exchange.path.hasPrefix("/flows/-/cancel/") { open[session] = nil }
      guard let flow = exchange.flow, exchange.status < 400 else { continue }
      if let index = open[session], runs[index].flow == flow {
        runs[index].exchanges.append(exchange)
      } else if exchange.isOrdinary {
        runs.append(RecordedRun(flow: flow, exchanges: [exchange]))
        open[session] = runs.count - 1
      }
      let isEnd = exchange.response?["component"]?.string.map {
        ["xak-flow-redirect", "ak-stage-access-denied", "ak-stage-session-end"].contains($0)
      }
      if isEnd ?? false { open[session] = nil }
    }
    return runs
  }

  /// A test that answers as the run did: it expects the stages and the errors that the server showed.
  func test(ends end: ExpectedEnd) -> FlowTest {
    var steps: [FlowTestStep] = []
    var shown = firstChallenge
    for (index, exchange) in ordinary.enumerated() {
      if exchange.method == "POST", let body = exchange.request?.map, let challenge = shown {
        let next = ordinary[index...].first { $0.status != 302 }?.response
        let isSame = next?["component"] == challenge["component"]
        let errors = isSame ? next?["response_errors"]?.map : nil
        let stage = challenge["component"]?.string.flatMap { StageKind(component: $0) }
        let place = SourceLocation(file: "recording", line: exchange.line, column: 1)
        var answer = OrderedDictionary<String, AnswerValue>()
        for (name, value) in body where name != "component" { answer[name] = .value(value) }
        steps.append(
          FlowTestStep(
            place: place, stage: stage ?? StageKind("unknown"), shows: Self.shows(challenge), answer: answer,
            errors: errors.map(Self.patterns)))
      }
      if exchange.status != 302 { shown = exchange.response }
    }
    let query = first.query.mapValues { AnswerValue.value(.string($0)) }
    return FlowTest(
      name: first.what, place: SourceLocation(file: "recording", line: first.line, column: 1), flow: flow,
      query: query, steps: steps, end: end)
  }

  /// What the run began with: some recorded runs begin with an answer, which names the stage.
  var firstChallenge: Value? {
    first.method == "POST" ? .map(["component": first.request?["component"] ?? "ak-stage-dummy"]) : nil
  }

  private static func shows(_ challenge: Value) -> ExpectedChallenge {
    var shows = ExpectedChallenge()
    shows.title = (challenge["flow_info"]?["title"]?.string).map { TextPattern($0) }
    shows.fields = challenge["fields"]?.list?.compactMap { $0["field_key"]?.string }
    shows.devices = challenge["device_challenges"]?.list?.compactMap { $0["device_class"]?.string }
    shows.sources = challenge["sources"]?.list?.compactMap { $0["name"]?.string }
    return shows
  }

  private static func patterns(_ errors: ValueMap) -> OrderedDictionary<String, TextPattern> {
    errors.compactMapValues { ($0.list?.first?["string"]?.string).map { TextPattern($0) } }
  }
}
