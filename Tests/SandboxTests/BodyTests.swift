import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Bodies that are no JSON objects.
struct BodyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let body: [UInt8]
    let contentType: String?
    let status: Int
    let answer: Value

    init(_ body: String, type: String? = "application/json", _ status: Int, _ answer: Value) {
      self.init(Array(body.utf8), type: type, status, answer)
    }

    init(_ body: [UInt8], type: String? = "application/json", _ status: Int, _ answer: Value) {
      self.body = body
      contentType = type
      self.status = status
      self.answer = answer
    }

    var testDescription: String { "\(contentType ?? "no type"): \(String(decoding: body, as: UTF8.self))" }
  }

  private static func unreadable(_ message: String) -> Value {
    ["detail": .string("JSON parse error - \(message)")]
  }

  private static let noObject = "Invalid data. Expected a dictionary, but got"

  static let cases: [Case] = [
    Case("nope", 400, unreadable("invalid literal: line 1 column 1 (char 0)")),
    Case("  ", 400, unreadable("input data is empty: line 1 column 1 (char 0)")),
    Case("{\"a\": 1", 400, unreadable("unexpected end of data: line 1 column 8 (char 7)")),
    Case("{}\nx", 400, unreadable("unexpected content after document: line 2 column 1 (char 3)")),
    Case("{\"é\": \"\\ud800\"}", 400, unreadable("no low surrogate in string: line 1 column 14 (char 13)")),
    Case("[]", 400, ["non_field_errors": [.string("\(noObject) list.")]]),
    Case("\"a\"", 400, ["non_field_errors": [.string("\(noObject) str.")]]),
    Case("1.5", 400, ["non_field_errors": [.string("\(noObject) float.")]]),
    Case("null", 400, ["non_field_errors": ["No data provided"]]),
    Case("{}", type: "text/plain", 415, ["detail": "Unsupported media type \"text/plain\" in request."]),
    Case("{}", type: nil, 415, ["detail": "Unsupported media type \"\" in request."]),
    Case(
      [0x7B, 0xFF], 400, unreadable("'utf-8' codec can't decode byte 0xff in position 1: invalid start byte")),
    Case(
      [0x22, 0xE2, 0x82, 0x22], 400,
      unreadable("'utf-8' codec can't decode bytes in position 1-2: invalid continuation byte")),
    Case(
      [0x22, 0xC3], 400,
      unreadable("'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data")),
  ]

  @Test(arguments: cases)
  func answers(_ example: Case) async throws {
    let response = try await Flows.withSandbox { client in
      try await Self.create(client, example.body, type: example.contentType)
    }
    #expect(response?.status == example.status)
    #expect(response?.json == example.answer)
  }

  /// Recorded from 2024.8.
  @Test func bytesThatAreNoTextMakeTheOldServerCrash() async throws {
    let response = try await Flows.withSandbox(.v2024_8) { try await Self.create($0, [0x7B, 0xFF]) }
    #expect(response?.status == 405)
    #expect(response?.headers["allow"] == "GET, HEAD, OPTIONS")
    #expect(response?.headers["content-type"] == "text/html; charset=utf-8")
    #expect(response?.body == [])
  }

  @Test func noBodyIsAnEmptyObject() async throws {
    let response = try await Flows.withSandbox { try await $0.ask("POST", Flows.path) }
    #expect(response.json?.map?.count == 4)
  }

  @Test func aBodyBeyondTheLimitIsRefused() async throws {
    #expect(SandboxConfiguration().bodyLimit == 16 << 20)
    let limit = 100_000
    let statuses = try await Flows.withSandbox(.newest, { $0.bodyLimit = limit }) { client in
      let body = [UInt8](repeating: 0x20, count: limit + 1)
      return [
        try await Self.create(client, Array(body.dropLast()))?.status,
        try await Self.create(client, body)?.status,
      ]
    }
    #expect(statuses == [400, 413])
  }

  private static func create(_ client: RawClient, _ body: [UInt8], type: String? = "application/json")
    async throws -> RawResponse?
  {
    var headers = [("Authorization", "Bearer sandbox-admin")]
    if let type { headers.append(("Content-Type", type)) }
    return try await client.send("POST", Flows.path, headers: headers, body: body)
  }
}
