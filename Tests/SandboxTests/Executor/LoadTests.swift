import Model
import NIOCore
import NIOPosix
import OrderedCollections
import Testing

@testable import Sandbox

/// Many browsers at once, each on one connection, with answers that set several cookies.
@Suite struct LoadTests {
  /// A crash was once seen under such a load.
  @Test func manyBrowsersSignInAtOnce() async throws {
    // Enough for each run of the tests; 50 browsers with 20 logins each, 2,000 requests, were tried once.
    let (browsers, logins) = (10, 4)
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      try await setup.user("ada")
      try await setup.flow(
        "load", [:], [("identification", ["user_fields": ["username"]]), ("user_login", [:])])
      let port = client.port
      let cookies = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<browsers {
          group.addTask { try await LoadTests.walk(port, logins) }
        }
        return try await group.reduce(0, +)
      }
      // That of the first answer, and those of the login: the device, the value against forged requests, the session.
      #expect(cookies == browsers * logins * 4)
    }
  }

  /// Signs in again and again on one connection; returns the number of cookies that were set.
  private static func walk(_ port: Int, _ logins: Int) async throws -> Int {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(request("POST", #"{"uid_field": "ada"}"#, cookie: nil))
      var (bytes, cookies, answers): ([UInt8], Int, Int) = ([], 0, 0)
      for try await part in inbound {
        bytes += part.readableBytesView
        guard let response = RawResponse(bytes),
          response.body.count >= Int(response.headers["content-length"] ?? "") ?? 0
        else { continue }
        bytes = []
        cookies += response.setCookies.count
        answers += 1
        if answers == 2 * logins { break }
        let isAnswered = answers.isMultiple(of: 2)
        let session = response.setCookies.last?.split(separator: ";").first
        try await outbound.write(
          isAnswered
            ? request("POST", #"{"uid_field": "ada"}"#, cookie: nil)
            : request("GET", "", cookie: session.map(String.init)))
      }
      return cookies
    }
  }

  private static func request(_ method: String, _ body: String, cookie: String?) -> ByteBuffer {
    var head = "\(method) /api/v3/flows/executor/load/?query= HTTP/1.1\r\nHost: a\r\n"
    head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    if let cookie { head += "Cookie: \(cookie)\r\n" }
    return ByteBuffer(string: head + "\r\n" + body)
  }
}
