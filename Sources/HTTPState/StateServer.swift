import Crypto
import FoundationEssentials
import Model
package import Remote
package import State

/// A client for the HTTP protocol of Terraform's `http` backend, as Terraform and GitLab implement it.
///
/// It uses GET and POST for the state, and LOCK and UNLOCK or the configured methods for the lock. Each call is one
/// request.
package struct StateServer: StateCarrier {
  let options: StateServerOptions
  private let transport: HTTPTransport
  package let policy: RetryPolicy

  package init(_ options: StateServerOptions, _ transport: HTTPTransport, policy: RetryPolicy = RetryPolicy())
  {
    self.options = options
    self.transport = transport
    self.policy = policy
  }

  package var name: String { options.address.name }
  package var address: String { options.address.url }
  package var version: String { options.version }

  package func read() async throws(CarrierFailure) -> StoredState {
    let answer = try await send(request("GET", options.address.url))
    return switch answer.status {
    case 200: StoredState(bytes: answer.body.isEmpty ? nil : answer.body)
    case 204, 404: StoredState(bytes: nil)
    default: throw Self.failure(answer)
    }
  }

  package func write(
    _ snapshot: StateSnapshot, over stored: StoredState, lock: ServerLock?
  ) async throws(CarrierFailure) -> Bool {
    let url = lock?.id.map { options.address.adding("ID", $0) } ?? options.address.url
    let answer = try await send(request("POST", url, snapshot.bytes))
    guard (200..<300).contains(answer.status) else { throw Self.failure(answer) }
    return true
  }

  package func lock(_ lock: ServerLock) async throws(CarrierFailure) -> LockAnswer {
    let address = options.lockAddress ?? options.address
    let answer = try await send(request(options.lockMethod ?? "LOCK", address.url, lock.bytes))
    switch answer.status {
    case 200..<300: return .granted(lock)
    case 409, 423:
      return .held(ServerLock(answer: Array(options.mask(String(decoding: answer.body, as: UTF8.self)).utf8)))
    case 405, 501:
      guard options.lockAddress == nil, options.lockMethod == nil else {
        throw .refused(
          "the address that locks answers \(answer.status); check FLOWFORM_STATE_LOCK_METHOD and its address")
      }
      return .unsupported(status: answer.status)
    default: throw Self.failure(answer)
    }
  }

  package func unlock(_ lock: ServerLock) async throws(CarrierFailure) {
    let answer = try await send(unlockRequest(lock))
    guard (200..<300).contains(answer.status) else { throw Self.failure(answer) }
  }

  /// The protocol cannot change a lock, so this releases it and takes another one. Some other run may be faster.
  package func renew(_ lock: ServerLock, as next: ServerLock) async throws(CarrierFailure) -> ServerLock? {
    do throws(CarrierFailure) { try await unlock(lock) } catch {
      guard case .refused = error else { throw error }
      return nil
    }
    let answer = try await repeating(limit: RemoteState.patience) { () async throws(CarrierFailure) in
      try await self.lock(next)
    }
    switch answer {
    case .granted(let granted): return granted
    case .held(let other): return other.id == next.id ? next : nil
    case .unsupported: return nil
    }
  }

  /// The protocol cannot ask for the lock, so this takes one and releases it.
  package func holder(probe: ServerLock) async throws(CarrierFailure) -> ServerLock? {
    switch try await lock(probe) {
    case .held(let other) where other.id != probe.id: return other
    case .granted, .held:
      try await unlock(probe)
      return nil
    case .unsupported: return nil
    }
  }

  package func unlockBeforeExit(_ lock: ServerLock) {
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

  private func send(_ request: WireRequest) async throws(CarrierFailure) -> APIResponse {
    do throws(APIError) { return try await transport.exchange(request) } catch {
      switch error {
      case .unreachable(let reason), .ambiguous(let reason): throw .passing(reason)
      default: throw .refused("\(error)")
      }
    }
  }

  private static func failure(_ answer: APIResponse) -> CarrierFailure {
    switch answer.status {
    case 401, 403:
      .refused(
        "the state server refuses the credentials (it answers \(answer.status)); set FLOWFORM_STATE_USERNAME and FLOWFORM_STATE_PASSWORD to those of a user who may write there"
      )
    case 300..<400:
      .refused("the state server redirects, and flowform does not follow redirects; set the final address")
    case 408, 425, 429, 500...:
      .passing("the state server answers \(answer.status)", retryAfter: answer.retryAfter)
    default: .refused("the state server answers \(answer.status)")
    }
  }
}
