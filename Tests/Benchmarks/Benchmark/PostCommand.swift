import ArgumentParser
import AsyncHTTPClient
import Model
import NIOCore
import NIOHTTP1

/// The floor of creating objects: posts the same bodies with the same concurrency and parses the answers, with
/// async-http-client alone.
struct PostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "post", shouldDisplay: false)

  @Option var url: String
  @Option var count: Int
  @Option var parallelism = 10
  @Option var token = "none"
  /// Reads the same flows instead.
  @Flag var read = false

  func run() async throws {
    let bodies = Flows(count: count).bodies.map { body in
      (slug: body["slug"]?.string ?? "", bytes: JSONWriter.bytes(of: body))
    }
    let (token, read) = (token, read)
    var configuration = HTTPClient.Configuration()
    configuration.httpVersion = .http1Only
    let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    let target = url + "/api/v3\(Flows.path)"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, body) in bodies.enumerated() {
        if index >= parallelism { try await group.next() }
        group.addTask {
          var request = HTTPClientRequest(url: read ? "\(target)\(body.slug)/" : target)
          request.headers = ["content-type": "application/json", "authorization": "Bearer \(token)"]
          if !read {
            request.method = .POST
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
          }
          let answer = try await client.execute(request, timeout: .seconds(30))
          let bytes = try await answer.body.collect(upTo: 1 << 20)
          guard answer.status == (read ? .ok : .created),
            try JSONReader.read(Array(bytes.readableBytesView))["pk"] != nil
          else { throw ValidationError("a create failed: \(answer.status)") }
        }
      }
      try await group.waitForAll()
    }
    try await client.shutdown()
  }
}
