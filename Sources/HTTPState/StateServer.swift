import Crypto
import FoundationEssentials
import Model
package import Remote

/// A client for the HTTP protocol of Terraform's `http` backend, as Terraform and GitLab implement it.
///
/// It uses GET and POST for the state, and LOCK and UNLOCK or the configured methods for the lock. Each call is one
/// request.
package struct StateServer: Sendable {
  enum Failure: Error {
    /// A temporary failure: the same request may succeed a moment later. A write may have been carried out.
    case passing(String, retryAfter: Double? = nil)
    case refused(String)
  }

  enum LockAnswer {
    case granted
    case held(ServerLock)
    /// The server does not support the method.
    case unsupported(status: Int)
  }

  let options: StateServerOptions
  private let transport: HTTPTransport
  let policy: RetryPolicy

  package init(_ options: StateServerOptions, _ transport: HTTPTransport, policy: RetryPolicy = RetryPolicy())
  {
    self.options = options
    self.transport = transport
    self.policy = policy
  }

  /// Returns the stored bytes, or nil if there is no state yet.
  func read() async throws(Failure) -> [UInt8]? {
    let answer = try await send(request("GET", options.address.url))
    return switch answer.status {
    case 200: answer.body.isEmpty ? nil : answer.body
    case 204, 404: nil
    default: throw Self.failure(answer)
    }
  }

  func write(_ bytes: [UInt8], lock: ServerLock?) async throws(Failure) {
    let url = lock?.id.map { options.address.adding("ID", $0) } ?? options.address.url
    let answer = try await send(request("POST", url, bytes))
    guard (200..<300).contains(answer.status) else { throw Self.failure(answer) }
  }

  func lock(_ lock: ServerLock) async throws(Failure) -> LockAnswer {
    let address = options.lockAddress ?? options.address
    let answer = try await send(request(options.lockMethod ?? "LOCK", address.url, lock.bytes))
    switch answer.status {
    case 200..<300: return .granted
    case 409, 423:
      return .held(ServerLock(answer: Array(options.mask(String(decoding: answer.body, as: UTF8.self)).utf8)))
    case 405, 501: return .unsupported(status: answer.status)
    default: throw Self.failure(answer)
    }
  }

  func unlock(_ lock: ServerLock) async throws(Failure) {
    let answer = try await send(unlockRequest(lock))
    guard (200..<300).contains(answer.status) else { throw Self.failure(answer) }
  }

  /// Releases a lock for a process that is about to end.
  func unlockBeforeExit(_ lock: ServerLock) {
    transport.exchangeBeforeExit(unlockRequest(lock), seconds: 3)
  }

  private func unlockRequest(_ lock: ServerLock) -> WireRequest {
    let address = options.unlockAddress ?? options.lockAddress ?? options.address
    return request(options.unlockMethod ?? "UNLOCK", address.url, lock.bytes)
  }

  private func request(_ method: String, _ url: String, _ body: [UInt8]? = nil) -> WireRequest {
    var request = WireRequest(method, url)
    if let authorization = options.authorization {
      request.headers.append(("Authorization", "Basic \(authorization)"))
    }
    if let body {
      let digest = Data(Insecure.MD5.hash(data: body)).base64EncodedString()
      request.headers += [("Content-Type", "application/json"), ("Content-MD5", digest)]
      request.body = body
    }
    return request
  }

  private func send(_ request: WireRequest) async throws(Failure) -> APIResponse {
    do throws(APIError) { return try await transport.exchange(request) } catch {
      switch error {
      case .unreachable(let reason), .ambiguous(let reason): throw .passing(reason)
      default: throw .refused("\(error)")
      }
    }
  }

  private static func failure(_ answer: APIResponse) -> Failure {
    switch answer.status {
    case 401, 403:
      .refused(
        "the state server answers \(answer.status), as to wrong credentials; set FLOWFORM_STATE_USERNAME and FLOWFORM_STATE_PASSWORD to those of someone who may write there"
      )
    case 300..<400: .refused("the state server redirects, which is not followed; set the final address")
    case 408, 425, 429, 500...:
      .passing("the state server answers \(answer.status)", retryAfter: answer.retryAfter)
    default: .refused("the state server answers \(answer.status)")
    }
  }
}

extension StateServer {
  /// Repeats a request after temporary failures, within the time limit.
  func repeating<Answer>(
    limit: Duration, _ body: () async throws(Failure) -> Answer
  ) async throws(Failure) -> Answer {
    var pauses = Pauses(policy)
    while true {
      do throws(Failure) { return try await body() } catch {
        guard case .passing(_, let retryAfter) = error else { throw error }
        try await pause(&pauses, retryAfter, limit, or: error)
      }
    }
  }

  /// Waits before the next attempt. Throws the failure if the time limit is reached.
  func pause(
    _ pauses: inout Pauses, _ retryAfter: Double?, _ limit: Duration, or failure: Failure
  ) async throws(Failure) {
    guard !Task.isCancelled, let delay = pauses.next(retryAfter: retryAfter, limit: limit) else {
      throw failure
    }
    do { try await policy.sleep(delay) } catch { throw failure }
  }
}

extension StateServer.Failure {
  var reason: String {
    switch self {
    case .passing(let reason, _), .refused(let reason): reason
    }
  }
}
