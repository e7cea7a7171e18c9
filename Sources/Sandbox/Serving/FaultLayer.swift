import HTTPTypes

/// Adds delays and faults in front of the engine.
///
/// Only requests to the API are affected; the health endpoints are not.
struct FaultLayer: Sendable {
  let engine: Engine
  let delay: Duration
  let injector: FaultInjector

  init(engine: Engine, configuration: SandboxConfiguration) {
    self.engine = engine
    delay = .milliseconds(configuration.delayMilliseconds)
    injector = FaultInjector(configuration.faults, seed: configuration.seed)
  }

  /// Throws if the task is cancelled during the delay.
  func outcome(of request: SandboxRequest) async throws -> Outcome {
    guard request.target.hasPrefix("/api/") else { return .answer(await engine.response(to: request)) }
    let fault = injector.next()
    if delay > .zero { try await Task.sleep(for: delay) }
    guard let fault else { return .answer(await engine.response(to: request)) }
    return await outcome(of: request, fault)
  }

  private func outcome(of request: SandboxRequest, _ fault: FaultKind) async -> Outcome {
    switch fault {
    case .tooManyRequests: return .answer(Self.retryLater(429))
    case .unavailable: return .answer(Self.retryLater(503))
    case .serverErrorBefore: return .answer(Self.serverError)
    case .serverErrorAfter:
      await carryOutWrite(request)
      return .answer(Self.serverError)
    case .crashAfter:
      await carryOutWrite(request)
      return .answer(.crash)
    case .resetBefore: return .close
    case .resetAfter:
      await carryOutWrite(request)
      return .close
    case .garbage:
      await carryOutWrite(request)
      return .answer(
        SandboxResponse(
          status: 200, contentType: engine.traits.jsonContentType, body: [0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x3C])
      )
    case .truncated: return .cutOff(await engine.response(to: request))
    case .hang: return .silence
    }
  }

  private func carryOutWrite(_ request: SandboxRequest) async {
    if !request.isRead { _ = await engine.response(to: request) }
  }

  private static func retryLater(_ status: Int) -> SandboxResponse {
    SandboxResponse(
      status: status, contentType: "text/plain", body: Array("Try again later".utf8),
      headers: [(.retryAfter, "1")])
  }

  private static let serverError = SandboxResponse(
    status: 500, contentType: "text/plain; charset=utf-8", body: Array("Internal Server Error".utf8))
}
