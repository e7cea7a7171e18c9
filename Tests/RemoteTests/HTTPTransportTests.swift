import Model
import NIOCore
import NIOPosix
import OrderedCollections
import Remote
import Testing

@Suite struct HTTPTransportTests {
  /// Serves connections one after the other, each with the texts that it is to answer, then closes it.
  private static func withServer(
    _ connections: [[String]], _ body: (ServerAddress) async throws -> Void
  ) async throws -> [String] {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let address = try ServerAddress("http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)")
    return try await withThrowingTaskGroup(of: [String].self) { group in
      group.addTask {
        var requests: [String] = []
        try await server.executeThenClose { clients in
          var scripts = connections.makeIterator()
          for try await client in clients {
            guard let answers = scripts.next() else { return }
            try await client.executeThenClose { input, output in
              var left = answers[...]
              var request = ""
              for try await part in input {
                request += String(buffer: part)
                guard Self.isComplete(request) else { continue }
                requests.append(request)
                request = ""
                if let answer = left.popFirst() { try await output.write(ByteBuffer(string: answer)) }
                if left.isEmpty { return }
              }
            }
          }
        }
        return requests
      }
      try await body(address)
      try await server.channel.close()
      return try await group.next() ?? []
    }
  }

  private static func isComplete(_ request: String) -> Bool {
    request.hasSuffix("}")
      || (request.hasSuffix("\r\n\r\n") && !request.lowercased().contains("content-length"))
  }

  private static func answer(_ body: String, _ headers: String = "") -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static func send(
    _ request: APIRequest, to address: ServerAddress, token: String = "t0k", seconds: Double = 20
  ) async -> String {
    var options = ConnectionOptions(address: address, token: token)
    options.timeoutSeconds = seconds
    do {
      return try await HTTPTransport.with(options) { transport in
        let response = try await transport.send(request)
        return "\(response.status) \(response.contentType) \(String(decoding: response.body, as: UTF8.self))"
      }
    } catch {
      return (error as? APIError)?.outline ?? "\(error)"
    }
  }

  @Test func sendsWhatTheServerWantsToKnow() async throws {
    let requests = try await Self.withServer([[Self.answer("{}")]]) { address in
      let request = APIRequest(
        .post, "/flows/instances/", query: [(name: "a b", value: "c&d")], body: ["slug": "a"])
      #expect(await Self.send(request, to: address) == "200 application/json {}")
    }
    let text = requests.joined()
    #expect(text.hasPrefix("POST /api/v3/flows/instances/?a%20b=c%26d HTTP/1.1\r\n"))
    for header in [
      "Authorization: Bearer t0k", "Accept: application/json", "Accept-Language: en",
      "Content-Type: application/json",
    ] {
      #expect(text.contains("\r\n\(header)\r\n"), "\(header)")
    }
    #expect(text.hasSuffix(#"{"slug":"a"}"#))
  }

  @Test(arguments: [
    ("", "the outcome is not known (the connection was closed before the answer was complete) (undecided)"),
    (
      "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"pk\"",
      "the outcome is not known (the connection was closed before the answer was complete) (undecided)"
    ),
    ("garbage\r\n\r\n", "the outcome is not known (the answer is not readable) (undecided)"),
  ])
  func anAnswerThatBreaksOffIsAmbiguous(answer: String, outline: String) async throws {
    _ = try await Self.withServer([answer.isEmpty ? [] : [answer]]) { address in
      let found = await Self.send(APIRequest(.get, "/x/"), to: address)
      #expect(found == outline)
    }
  }

  @Test func aRefusedConnectionWasNeverSent() async throws {
    // A reserved port, which no other test can be given meanwhile.
    let port = 1
    for host in ["127.0.0.1", "localhost"] {
      let found = await Self.send(
        APIRequest(.post, "/x/", body: [:]), to: try ServerAddress("http://\(host):\(port)"))
      #expect(found.hasPrefix("the server cannot be reached ("), "\(host): \(found)")
      #expect(found.contains("does not accept connections"), "\(host): \(found)")
    }
  }

  @Test func anIdleConnectionThatTheServerClosedIsNoError() async throws {
    _ = try await Self.withServer([[Self.answer("1")], [Self.answer("2")]]) { address in
      let values = try await HTTPTransport.with(ConnectionOptions(address: address, token: "t")) {
        transport in
        let client = APIClient(transport)
        return [try await client.read("/x/"), try await client.read("/x/")]
      }
      #expect(values == [1, 2])
    }
  }

  /// A browser's request has the headers of the connection, but not its token, and an answer may set several cookies.
  @Test func anExchangeHasNoTokenAndAllCookies() async throws {
    let headers = "Set-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nX-Flowform-Not-Evaluated: one,two\r\n"
    let requests = try await Self.withServer([[Self.answer("{}", headers)]]) { address in
      var options = ConnectionOptions(address: address, token: "t0k")
      options.headers = [("X-Team", "sso")]
      let response = try await HTTPTransport.with(options) { transport in
        try await transport.exchange(WireRequest("GET", address.api + "/core/users/me/"))
      }
      #expect(response.cookies == ["a=1; Path=/", "b=2"])
      #expect(response.notEvaluated == "one,two")
    }
    #expect(requests.count == 1)
    #expect(requests.allSatisfy { $0.contains("X-Team: sso") && !$0.lowercased().contains("authorization") })
  }
}
