import Model
import Remote
import Synchronization

/// A server that can be switched off, and that remembers what it was asked for.
final class SwitchedTransport: APITransport {
  enum Mode: Sendable, Equatable {
    case on
    /// Nothing listens.
    case off
    /// The token is refused.
    case refusing
  }

  private struct Contents {
    var mode = Mode.on
    var requests: [APIRequest] = []
    var refusedSlugs: Set<String> = []
  }

  private let inner: any APITransport
  private let contents = Mutex(Contents())

  init(_ inner: any APITransport) { self.inner = inner }

  func turn(_ mode: Mode) { contents.withLock { $0.mode = mode } }

  /// Makes writes of flows with these slugs fail.
  func refuse(_ slugs: Set<String>) { contents.withLock { $0.refusedSlugs = slugs } }

  func forget() { contents.withLock { $0.requests = [] } }

  var reads: [String] { paths { $0.method == .get } }
  var writes: [String] { paths { $0.method != .get } }

  private func paths(_ isMeant: (APIRequest) -> Bool) -> [String] {
    contents.withLock { $0.requests.filter(isMeant).map { "\($0.method.rawValue) \($0.path)" } }
  }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let (mode, isRefused) = contents.withLock { contents in
      contents.requests.append(request)
      let slug = request.body?["slug"]?.string ?? ""
      return (contents.mode, request.method != .get && contents.refusedSlugs.contains(slug))
    }
    switch mode {
    case .off: throw .unreachable("connection refused")
    case .refusing:
      return APIResponse(
        status: 403, contentType: "application/json",
        body: Array(#"{"detail": "Token invalid/expired"}"#.utf8))
    case .on:
      guard !isRefused else {
        return APIResponse(
          status: 400, contentType: "application/json", body: Array(#"{"slug": ["No such luck."]}"#.utf8))
      }
      return try await inner.send(request)
    }
  }
}
