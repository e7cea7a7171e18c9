import HTTPTypes
import HummingbirdCore
import NIOCore

/// The layer between the HTTP server and the engine: reads requests, writes outcomes.
struct HTTPFront: Sendable {
  /// The outcome was that the connection ends.
  private struct ConnectionEnds: Error {}

  let layer: FaultLayer
  let log: RequestLog
  /// Larger bodies are refused.
  let bodyLimit: Int

  /// Throwing ends the connection.
  @concurrent
  func respond(to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let target = request.head.path ?? "/"
    let ticket = log.arrived(request.method.rawValue, target)
    guard let body = try await body(of: request) else {
      log.answered(ticket, status: 413)
      try await writer.writeResponse(
        HTTPResponse(status: .contentTooLarge, headerFields: [.contentLength: "0", .connection: "close"]))
      throw ConnectionEnds()
    }
    let asked = SandboxRequest(
      method: request.method.rawValue, target: target, host: request.head.authority ?? "127.0.0.1",
      headers: request.headers, body: body)
    switch try await layer.outcome(of: asked) {
    case .answer(let response):
      log.answered(ticket, status: response.status)
      // HEAD has the length of GET's answer.
      let body = request.method == .head ? ByteBuffer() : ByteBuffer(bytes: response.body)
      try await writer.write(response: Self.head(response), body: ResponseBody(byteBuffer: body))
    case .cutOff(let response):
      log.answered(ticket, status: response.status)
      var head = Self.head(response)
      // Even an answer without a body is truncated.
      head.headerFields[.contentLength] = String(max(response.body.count, 2))
      var body = try await writer.writeHead(head)
      try await body.write(ByteBuffer(bytes: response.body.prefix(response.body.count / 2)))
      try await Self.close(channel)
    case .close:
      try await Self.close(channel)
    case .silence:
      try await Self.untilClosed(channel)
    }
  }

  /// Nil if it is too large.
  private func body(of request: Request) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= bodyLimit else { return nil }
      bytes += part.readableBytesView
    }
    return bytes
  }

  private static func head(_ response: SandboxResponse) -> HTTPResponse {
    var fields = HTTPFields()
    fields[.contentType] = response.contentType
    for (name, value) in response.headers { fields.append(HTTPField(name: name, value: value)) }
    if response.status != 204 { fields[.contentLength] = String(response.body.count) }
    return HTTPResponse(status: HTTPResponse.Status(code: response.status), headerFields: fields)
  }

  private static func close(_ channel: any Channel) async throws {
    try? await channel.close().get()
    throw ConnectionEnds()
  }

  /// Waits until the client gives up or the server stops.
  private static func untilClosed(_ channel: any Channel) async throws {
    try await withTaskCancellationHandler {
      try await channel.closeFuture.get()
    } onCancel: {
      channel.close(promise: nil)
    }
    throw ConnectionEnds()
  }
}
