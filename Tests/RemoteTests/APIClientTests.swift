import Model
import OrderedCollections
import Remote
import RemoteSupport
import Testing

@Suite struct APIClientTests {
  @Test(
    arguments: [
      (.json(200, ["a": 1]), ["a": 1]), (.json(201, [1]), [1]), (.text(204), nil),
    ] as [(ScriptedTransport.Answer, Value)])
  func understandsAnswers(answer: ScriptedTransport.Answer, value: Value) async throws {
    #expect(try await ScriptedTransport(answer).client().attempt(APIRequest(.get, "/x/")) == value)
  }

  @Test(
    arguments: [
      (.json(400, ["slug": ["taken"]]), "the server refuses it: slug: taken"),
      (
        .json(400, ["non_field_errors": ["a", "b"], "x": ["0": ["y"]]]),
        "the server refuses it: a b; x[0]: y"
      ),
      (.json(400, [1]), "the server answers 400: the request is refused"),
      (.json(403, ["detail": "no"]), "the token lacks the permission no; grant it to the token's user"),
      (
        .json(401, ["detail": "no"]),
        "the server refuses the token (no); set AUTHENTIK_TOKEN to a valid API token, or correct the file of --token-file"
      ),
      (
        .json(403, ["detail": "Token invalid/expired"]),
        "the server refuses the token (Token invalid/expired); set AUTHENTIK_TOKEN to a valid API token, or correct the file of --token-file"
      ),
      (
        .json(403, ["detail": "Authentication credentials were not provided."]),
        "the server refuses the token (Authentication credentials were not provided.); set AUTHENTIK_TOKEN to a valid API token, or correct the file of --token-file"
      ),
      (.json(404, ["detail": "Not found."]), "the object does not exist any more"),
      (.text(404, "<html>"), "there is no authentik API at this address; check the path of --url"),
      (
        .text(405),
        "the server failed on the request: it answers 405 without a body; the log of the server has the cause (undecided)"
      ),
      (.json(405, ["detail": "Method"]), "the server answers 405: Method"),
      (.json(415, ["detail": "type"]), "the server answers 415: type"),
      (.json(429, [:]), "the server is too busy; try again later, or with a lower --parallelism"),
      (.text(503, retryAfter: 1), "the server is too busy; try again later, or with a lower --parallelism"),
      (.text(503), "the outcome is not known (the server answers 503) (undecided)"),
      (
        .text(500, "Internal Server Error", type: "text/plain"),
        "the server failed on the request: it answers 500; the log of the server has the cause (undecided)"
      ),
      (
        .success(APIResponse(status: 500, contentType: "text/plain", requestID: "4f7a")),
        "the server failed on the request: it answers 500 (request 4f7a); the log of the server has the cause (undecided)"
      ),
      (.text(200, "<html>"), "the outcome is not known (the answer is not readable) (undecided)"),
      (
        .text(201, "{\"pk\": ", type: "application/json"),
        "the outcome is not known (the answer is not readable) (undecided)"
      ),
      (
        .success(APIResponse(status: 302, location: "/login")),
        "the server redirects to /login, and flowform does not follow redirects; check the path of --url"
      ),
      (
        .failure(.unreachable("refused")),
        "the server cannot be reached (refused); check --url, the network, and that the server runs"
      ),
    ] as [(ScriptedTransport.Answer, String)])
  func understandsFailures(answer: ScriptedTransport.Answer, outline: String) async {
    let found = await failure {
      _ = try await ScriptedTransport(answer).client().attempt(APIRequest(.post, "/x/", body: [:]))
    }
    #expect(found == outline)
  }

  @Test func repeatsReadsUntilAnAnswerComes() async throws {
    let server = ScriptedTransport(
      .json(200, 0), .text(500), .failure(.ambiguous("reset")), .failure(.unreachable("refused")), .text(405),
      .json(429, [:]), .json(200, 5))
    let client = server.client()
    _ = try await client.read("/first/")
    #expect(try await client.read("/x/") == 5)
    #expect(server.requests.count == 7)
    #expect(client.counter.retries == 5)
    // 100 ms, doubled each time.
    #expect(server.paused == .milliseconds(100 + 200 + 400 + 800 + 1600))
  }

  @Test func givesUpReadingAfterAWhile() async throws {
    let server = ScriptedTransport { _, before in before.all == 0 ? .json(200, 0) : .text(502) }
    let client = server.client()
    _ = try await client.read("/first/")
    let found = await failure { _ = try await client.read("/x/") }
    #expect(found == "the outcome is not known (the server answers 502) (undecided)")
    #expect(server.paused < .seconds(30) && server.paused > .seconds(20))
  }

  /// What makes a server fail each time is in the request.
  @Test(arguments: [ScriptedTransport.Answer.text(500), .text(405)])
  func givesUpSoonWhereTheServerFailsEachTime(answer: ScriptedTransport.Answer) async throws {
    let server = ScriptedTransport { _, before in before.all == 0 ? .json(200, 0) : answer }
    let client = server.client()
    _ = try await client.read("/first/")
    let found = await failure { _ = try await client.read("/x/") }
    #expect(found?.hasPrefix("the server failed on the request") == true)
    #expect(server.requests.count == 1 + client.policy.failedReads)
    _ = await failure { _ = try await client.repeatableWrite(APIRequest(.post, "/y/", body: [:])) }
    #expect(server.requests.count { $0.method == .post } == client.policy.failedWrites)
  }

  @Test(
    arguments: [
      (.text(502, "<html>"), "the server answers 502"),
      (.text(503, retryAfter: 1), "it is too busy or not ready"),
      (.text(500), "the server answers 500"), (.text(200, "garbage"), "the answer is not readable"),
      (.failure(.ambiguous("the connection broke")), "the connection broke"),
      (.failure(.unreachable("no connection")), "no connection"),
    ] as [(ScriptedTransport.Answer, String)])
  func givesUpSoonOnAServerThatNeverAnswered(answer: ScriptedTransport.Answer, reason: String) async {
    let server = ScriptedTransport(answer)
    let found = await failure { _ = try await server.client().read("/x/") }
    #expect(
      found
        == "the server cannot be reached (\(reason)); check --url, the network, and that the server runs")
    #expect(server.paused < .seconds(2))
  }

  /// A refusal is a readable answer: behind it a server is known to be there.
  @Test func aRefusalIsAnAnswer() async {
    let server = ScriptedTransport { _, before in before.all == 0 ? .json(403, ["detail": "no"]) : .text(500)
    }
    let client = server.client()
    _ = await failure { _ = try await client.read("/x/") }
    let found = await failure { _ = try await client.read("/x/") }
    #expect(
      found
        == "the server failed on the request: it answers 500; the log of the server has the cause (undecided)"
    )
  }

  @Test(arguments: [
    ScriptedTransport.Answer.json(400, ["a": ["b"]]), .json(403, [:]), .json(404, [:]), .json(415, [:]),
  ])
  func neverRepeatsARefusal(answer: ScriptedTransport.Answer) async {
    let server = ScriptedTransport(answer)
    _ = await failure { _ = try await server.client().read("/x/") }
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    ScriptedTransport.Answer.text(500), .text(405), .failure(.ambiguous("reset")), .text(201, "garbage"),
  ])
  func neverRepeatsAWriteThatMayHaveBeenDone(answer: ScriptedTransport.Answer) async {
    let server = ScriptedTransport(answer)
    let found = await failure { _ = try await server.client().write(APIRequest(.post, "/x/", body: [:])) }
    // Even where nothing has been heard of the server before.
    #expect(found?.hasSuffix("(undecided)") == true)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    ScriptedTransport.Answer.json(429, [:]), .text(503, retryAfter: 1), .failure(.unreachable("refused")),
  ])
  func repeatsAWriteThatWasNotDone(answer: ScriptedTransport.Answer) async throws {
    let server = ScriptedTransport(answer, .json(201, ["pk": 1]))
    #expect(try await server.client().write(APIRequest(.post, "/x/", body: ["a": 1])) == ["pk": 1])
    #expect(server.requests.map(\.body) == [["a": 1], ["a": 1]])
  }

  @Test func comesBackWhenTheServerSays() async throws {
    let server = ScriptedTransport(.json(200, 0), .json(429, [:], retryAfter: 7), .json(200, 1))
    let client = server.client()
    _ = try await client.read("/first/")
    _ = try await client.read("/x/")
    #expect(server.paused == .seconds(7))
  }

  @Test(
    arguments: [
      (1, nil, 100), (2, nil, 200), (5, nil, 1600), (20, nil, 5000), (1, 3, 3000), (1, -3, 0),
      (1, 1e9, 60_000),
    ] as [(Int, Double?, Int)])
  func waitsLongerEachTime(attempt: Int, retryAfter: Double?, milliseconds: Int) {
    var policy = RetryPolicy()
    policy.random = { 1 }
    #expect(policy.delay(beforeAttempt: attempt, retryAfter: retryAfter) == .milliseconds(milliseconds))
    policy.random = { 0 }
    if retryAfter == nil { #expect(policy.delay(beforeAttempt: attempt) == .zero) }
  }
}
