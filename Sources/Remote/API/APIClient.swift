package import Model

/// Sends requests, interprets the answers, and repeats reads after temporary failures.
package struct APIClient: Sendable {
  private let transport: any APITransport
  package let policy: RetryPolicy
  package let counter = RequestCounter()
  /// The run's progress, for a front end to show.
  package let activity: Activity

  package init(
    _ transport: any APITransport, policy: RetryPolicy = RetryPolicy(), activity: Activity = Activity()
  ) {
    self.transport = transport
    self.policy = policy
    self.activity = activity
  }

  /// Repeats a read until the answer is final, within the policy's limit.
  package func read(_ path: String, query: [(name: String, value: String)] = []) async throws(APIError)
    -> Value
  {
    do throws(APIError) {
      return try await repeating(failures: policy.failedReads) { () async throws(APIError) -> Value in
        try await attempt(APIRequest(.get, path, query: query))
      }
    } catch .ambiguous(let reason) where !counter.hasAnswered {
      // Only for a read; a write may have been done, even if the server has never answered.
      throw .unreachable(reason)
    } catch .internalError(let status, _) where !counter.hasAnswered {
      throw .unreachable("the server answers \(status)")
    } catch .throttled where !counter.hasAnswered {
      throw .unreachable("it is too busy or not ready")
    }
  }

  /// Repeats a write that may be carried out any number of times, until there is an answer.
  package func repeatableWrite(_ request: APIRequest) async throws(APIError) -> Value {
    try await repeating(failures: policy.failedWrites) { () async throws(APIError) -> Value in
      try await attempt(request)
    }
  }

  /// Writes once, and repeats only after refusals that rule out any effect.
  package func write(_ request: APIRequest) async throws(APIError) -> Value {
    try await repeating(failures: 1, while: { $0.isTransient && !$0.mayHaveBeenDone }) {
      () async throws(APIError) -> Value in try await attempt(request)
    }
  }

  /// Repeats within the policy's time limit. After internal errors it makes `failures` attempts at most: a
  /// server that fails each time fails because of the request.
  private func repeating(
    failures: Int, while isWorthIt: (APIError) -> Bool = { $0.isTransient },
    _ body: () async throws(APIError) -> Value
  ) async throws(APIError) -> Value {
    var pauses = Pauses(policy)
    var failed = 0
    while true {
      do { return try await body() } catch {
        let limit = counter.hasAnswered ? policy.limit : policy.firstContactLimit
        var retryAfter: Double?
        if case .throttled(let seconds) = error { retryAfter = seconds }
        if case .internalError = error { failed += 1 }
        guard isWorthIt(error), failed < max(1, failures), !Task.isCancelled,
          let delay = pauses.next(retryAfter: retryAfter, limit: limit)
        else { throw error }
        counter.countRetry()
        do { try await policy.sleep(delay) } catch { throw APIError.ambiguous("the request was cancelled") }
      }
    }
  }

  /// Sends one request and interprets the answer; `null` for an answer without content.
  package func attempt(_ request: APIRequest) async throws(APIError) -> Value {
    counter.countRequest(request.method)
    activity.requestStarted()
    defer { activity.requestEnded() }
    let response = try await transport.send(request)
    // The server's OpenAPI document is `application/vnd.oai.openapi+json`.
    let isJSON = response.contentType == "application/json" || response.contentType.hasSuffix("+json")
    let value = isJSON ? try? JSONReader.read(response.body) : nil
    // A refusal is an answer too: it shows that a server is there.
    if value != nil || response.status == 204 { counter.noteAnswer() }
    return try Self.value(of: response, isJSON: isJSON, value)
  }

  /// Sends one request for a process that is about to exit.
  package func attemptBeforeExit(_ request: APIRequest) { transport.sendBeforeExit(request) }

  /// What authentik answers with 403 to a token that it does not know any more, and to none (recorded, and its source).
  private static let tokenRefusals: Set = [
    "Token invalid/expired", "Authentication credentials were not provided.", "Malformed header",
    "Unsupported authentication type",
  ]

  private static func value(of response: APIResponse, isJSON: Bool, _ value: Value?) throws(APIError)
    -> Value
  {
    switch response.status {
    case 204: return .null
    case 200..<300:
      guard let value else { throw APIError.ambiguous("the answer is not readable") }
      return value
    case 300..<400:
      let place = response.location.map { " to \($0)" } ?? ""
      throw APIError.wrongAddress("the server redirects\(place), and flowform does not follow redirects")
    case 400:
      guard let fields = value?.map else { throw APIError.rejected(status: 400, "the request is refused") }
      throw APIError.invalid(fields)
    case 401, 403:
      let detail = value?["detail"]?.string
      if response.status == 401 || detail.map(tokenRefusals.contains) ?? false {
        throw APIError.refusedToken(detail ?? "it answers 401")
      }
      throw APIError.notPermitted(detail ?? "none is named")
    case 404:
      guard isJSON else { throw APIError.wrongAddress("there is no authentik API at this address") }
      throw APIError.notFound
    // An empty HTML answer means that the server crashed on the request (recorded).
    case 405 where !isJSON, 500:
      throw APIError.internalError(status: response.status, requestID: response.requestID)
    case 429: throw APIError.throttled(seconds: response.retryAfter)
    case 503 where response.retryAfter != nil: throw APIError.throttled(seconds: response.retryAfter)
    case 500...: throw APIError.ambiguous("the server answers \(response.status)")
    default:
      throw APIError.rejected(status: response.status, value?["detail"]?.string ?? "the request is refused")
    }
  }
}
