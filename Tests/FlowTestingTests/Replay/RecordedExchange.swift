import Model
import OrderedCollections
import Remote
import TestSupport

/// A request to a real server and its answer, as the recordings of the flow executor have it.
struct RecordedExchange: Sendable {
  /// Counts from 1.
  let line: Int
  let value: Value

  var what: String { value["desc"]?.string ?? "" }
  var method: String { value["method"]?.string ?? "" }
  /// With the query.
  var path: String { value["path"]?.string ?? "" }
  var status: Int { value["status"]?.integer ?? 0 }
  var response: Value? { (value["response_body"]?.string).flatMap { try? JSONReader.read($0) } }
  var request: Value? { (value["request_body"]?.string).flatMap { try? JSONReader.read($0) } }

  func header(_ name: String) -> String? { value["request_headers"]?[name]?.string }

  /// The cookies of the request, by name.
  var cookies: [String: String] { Self.cookies(header("Cookie")) }

  static func cookies(_ header: String?) -> [String: String] {
    let pairs = (header ?? "").split(separator: "; ").map { $0.split(separator: "=", maxSplits: 1) }
    return Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { $1 }
  }

  /// The values of the answer's `Set-Cookie` headers.
  var newCookies: [String] {
    (value["response_headers"]?["set-cookie"]?.list ?? []).compactMap(\.string)
  }

  var answer: APIResponse {
    let headers = value["response_headers"]
    return APIResponse(
      status: status,
      contentType: String((headers?["content-type"]?.string ?? "").prefix { $0 != ";" }),
      location: headers?["location"]?.string, requestID: headers?["x-authentik-id"]?.string,
      cookies: newCookies, body: Array((value["response_body"]?.string ?? "").utf8))
  }

  private static let executor = "/api/v3/flows/executor/"

  /// The flow, if the request is to the flow executor with a slash at the end.
  var flow: String? {
    guard path.hasPrefix(Self.executor), let end = path.firstRange(of: "/?")?.lowerBound else { return nil }
    return PercentEncoding.decoded(path[..<end].dropFirst(Self.executor.count))
  }

  /// The query of the page's address.
  var query: OrderedDictionary<String, String> { Self.query(path) }

  /// What the parameter `query` of an address holds.
  static func query(_ path: String) -> OrderedDictionary<String, String> {
    let parameters = path.drop { $0 != "?" }.dropFirst().split(separator: "&")
    let query = parameters.first { $0.hasPrefix("query=") }?.dropFirst("query=".count) ?? ""
    let pairs = (PercentEncoding.decoded(query) ?? "").split(separator: "&").map { pair in
      let end = pair.firstIndex(of: "=") ?? pair.endIndex
      return (
        PercentEncoding.decoded(pair[..<end]) ?? "", PercentEncoding.decoded(pair[end...].dropFirst()) ?? ""
      )
    }
    return OrderedDictionary(pairs) { $1 }
  }

  /// True if a browser may have sent this: not a form, not a foreign origin, no token, and the proof that a session's
  /// request is its own.
  var isOrdinary: Bool {
    guard method == "GET" || method == "POST" && request?.map != nil, header("Authorization") == nil,
      header("Origin") == nil, (header("Accept") ?? "*/*") == "application/json",
      header("Accept-Language") == nil, path.contains("/?query="),
      !path.contains("&"), header("Content-Type") ?? "application/json" == "application/json"
    else { return false }
    guard method == "POST", let token = cookies["authentik_csrf"] else { return true }
    return header("X-authentik-CSRF") == token
      && (header("X-Forwarded-Proto") == nil || header("Referer") != nil)
  }

  /// The exchanges of a file below `executor/`.
  static func all(_ version: String, _ file: String) throws -> [RecordedExchange] {
    let bytes = try SharedMaterial.bytes("recordings/\(version)/executor/\(file).jsonl")
    return try bytes.split(separator: 0x0A).enumerated().map { index, line in
      RecordedExchange(line: index + 1, value: try JSONReader.read(Array(line)))
    }
  }
}
