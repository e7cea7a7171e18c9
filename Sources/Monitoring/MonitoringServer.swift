import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Watching

/// Serves the health, the measurements and the status of a service. It reads only, and knows no secret.
package struct MonitoringServer: Service {
  private let address: ListenAddress
  private let pages: MonitoringPages
  private let log: Logger

  package init(_ address: ListenAddress, _ pages: MonitoringPages, log: Logger) {
    self.address = address
    self.pages = pages
    self.log = log
  }

  package func run() async throws {
    let server = Server(
      childChannelSetup: HTTP1Channel(
        responder: { request, writer, _ in
          try await Self.respond(to: request, writer, pages)
        },
        configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))),
      configuration: ServerConfiguration(address: .hostname(address.host, port: address.port)),
      onServerRunning: { channel in
        let place = channel.localAddress?.port.map { "\(address.bracketedHost):\($0)" } ?? "\(address)"
        log.notice("listening on http://\(place)")
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "monitoring") { _ in SwiftLogNoOpLogHandler() })
    do { try await server.run() } catch let error as IOError {
      throw MonitoringError(
        message:
          "cannot listen on \(address) (\(error)); check --listen, and that no other process uses the port")
    }
  }

  @concurrent
  private static func respond(
    to request: Request, _ writer: consuming ResponseWriter, _ pages: MonitoringPages
  ) async throws {
    let page =
      request.method == .get || request.method == .head
      ? pages.page(request.head.path ?? "/")
      : MonitoringPages.Page("this address answers GET only\n", status: .methodNotAllowed)
    var fields: HTTPFields = [
      .contentType: page.contentType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      .contentLength: "\(page.body.utf8.count)",
    ]
    if page.status == .methodNotAllowed { fields[.allow] = "GET, HEAD" }
    // HEAD has the length of GET's answer.
    let body = request.method == .head ? ByteBuffer() : ByteBuffer(string: page.body)
    try await writer.write(
      response: HTTPResponse(status: page.status, headerFields: fields), body: ResponseBody(byteBuffer: body))
  }
}

/// Why the service cannot be reached.
package struct MonitoringError: Error {
  package let message: String
}
