import Model
import OrderedCollections
import Synchronization

@testable import Sandbox

/// A client with cookies that walks flows like a browser.
final class Browser: Sendable {
  private let client: RawClient
  private let cookies = Mutex<OrderedDictionary<String, String>>([:])

  init(client: RawClient) {
    self.client = client
  }

  func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

  /// The challenge of a flow.
  func open(_ flow: String, query: String = "") async throws -> Value {
    try await ask("GET", "/api/v3/flows/executor/\(flow)/?query=\(query)", nil)
  }

  /// The challenge after an answer.
  func answer(_ flow: String, _ answer: Value, query: String = "") async throws -> Value {
    try await ask("POST", "/api/v3/flows/executor/\(flow)/?query=\(query)", answer)
  }

  /// The name of the user who is signed in.
  func username() async throws -> String? {
    try await ask("GET", "/api/v3/core/users/me/", nil)["user"]?["username"]?.string
  }

  /// The answer to a request, after at most 20 redirects.
  func ask(_ method: String, _ target: String, _ body: Value?) async throws -> Value {
    var response = try await send(method, target, body)
    for _ in 0..<20 where response.status == 302 {
      response = try await send("GET", response.headers["location"] ?? "", nil)
    }
    return response.json ?? .null
  }

  func send(_ method: String, _ target: String, _ body: Value?) async throws -> RawResponse {
    var headers = [("Accept", "application/json")]
    let cookies = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
    if !cookies.isEmpty { headers.append(("Cookie", cookies)) }
    if let csrf = cookie("authentik_csrf") { headers.append(("X-authentik-CSRF", csrf)) }
    if body != nil { headers.append(("Content-Type", "application/json")) }
    guard
      let response = try await client.send(
        method, target, headers: headers, body: body.map { JSONWriter.bytes(of: $0) })
    else { throw RawClient.NoAnswer() }
    take(response)
    return response
  }

  /// Keeps the cookies of an answer, which may be another client's.
  func take(_ response: RawResponse) {
    for (name, value) in response.cookies {
      cookies.withLock { $0[name] = value.isEmpty ? nil : value }
    }
  }
}

extension RawResponse {
  /// The cookies that it sets, by name; an empty value deletes one.
  var cookies: [(name: String, value: String)] {
    setCookies.compactMap { line in
      guard let pair = line.split(separator: ";").first?.split(separator: "=", maxSplits: 1), pair.count == 2
      else {
        return nil
      }
      return (String(pair[0]), pair[1] == "\"\"" ? "" : String(pair[1]))
    }
  }
}

extension RawClient {
  /// Creates an object below `/api/v3`, and returns its primary key.
  func made(_ path: String, _ body: Value) async throws -> Value {
    let answer = try await ask("POST", "/api/v3" + path, body)
    guard answer.status == 201, let key = answer.json?["pk"] else { throw NoAnswer() }
    return key
  }
}
