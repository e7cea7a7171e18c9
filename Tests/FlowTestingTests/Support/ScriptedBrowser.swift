import Model
import OrderedCollections
import Remote
import Synchronization

/// What a browser session speaks to: answers by a script, and remembers what it was asked.
final class ScriptedBrowser: WireTransport {
  typealias Script = @Sendable (_ request: WireRequest, _ count: Int) async throws(APIError) -> APIResponse

  private let state = Mutex<[WireRequest]>([])
  private let script: Script

  init(_ script: @escaping Script) {
    self.script = script
  }

  /// Executor answers one after the other, the last one for ever. Who is signed in is told by `user`.
  convenience init(_ answers: APIResponse..., user: Value? = nil) {
    let count = Mutex(0)
    self.init { request, _ throws(APIError) in
      guard request.url.contains("/flows/executor/") else {
        return request.url.hasSuffix("/core/users/me/") ? .signedIn(user) : .json(404, [:])
      }
      let number = count.withLock { count in
        count += 1
        return count - 1
      }
      return answers[min(number, answers.count - 1)]
    }
  }

  var requests: [WireRequest] { state.withLock { $0 } }

  /// `METHOD path` of every request.
  var lines: [String] {
    requests.map { "\($0.method) " + $0.url.replacing("http://authentik.example.com/api/v3", with: "") }
  }

  func exchange(_ request: WireRequest) async throws(APIError) -> APIResponse {
    let count = state.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    return try await script(request, count)
  }
}

extension WireRequest {
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  var json: Value? { body.flatMap { try? JSONReader.read($0) } }
}

extension APIResponse {
  static func json(_ status: Int, _ value: Value, cookies: [String] = []) -> APIResponse {
    APIResponse(status: status, cookies: cookies, body: JSONWriter.bytes(of: value))
  }

  /// A challenge, with more members.
  static func challenge(
    _ component: String, _ members: ValueMap = [:], cookies: [String] = [], notEvaluated: String? = nil
  ) -> APIResponse {
    let value = Value.map((["component": .string(component)] as ValueMap).merging(members) { $1 })
    return APIResponse(
      status: 200, cookies: cookies, notEvaluated: notEvaluated, body: JSONWriter.bytes(of: value))
  }

  /// A challenge that refuses the last answer: messages by field.
  static func refusal(_ component: String, _ messages: [String: String], code: String = "invalid")
    -> APIResponse
  {
    let errors = messages.map { field, text in
      (field, Value.list([["string": .string(text), "code": .string(code)]]))
    }
    return challenge(component, ["response_errors": .map(ValueMap(uniqueKeysWithValues: errors))])
  }

  static func redirect(to target: String) -> APIResponse {
    challenge("xak-flow-redirect", ["to": .string(target)])
  }

  static func found(_ location: String, cookies: [String] = []) -> APIResponse {
    APIResponse(status: 302, contentType: "text/html", location: location, cookies: cookies)
  }

  static func page(_ status: Int) -> APIResponse {
    APIResponse(status: status, contentType: "text/html", body: Array("<!DOCTYPE html>".utf8))
  }

  static func signedIn(_ user: Value?) -> APIResponse {
    user.map { json(200, ["user": $0]) }
      ?? json(403, ["detail": "Authentication credentials were not provided."])
  }
}
