import AsyncHTTPClient
import Glibc
import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends requests with async-http-client; no other code deals with HTTP.
package struct HTTPTransport: APITransport {
  /// Larger answers are refused: no list page of authentik comes near it.
  static let answerLimit = 64 * 1024 * 1024

  private let client: HTTPClient
  private let options: ConnectionOptions
  /// The limit covers the whole answer: a server that stops halfway must not hang the run.
  private let deadlines: Deadlines<ContinuousClock>

  /// Runs a body with a client, and shuts the client down afterwards.
  package static func with<Result>(
    _ options: ConnectionOptions, _ body: (HTTPTransport) async throws -> Result
  ) async throws -> Result {
    let client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: try configuration(options))
    let deadlines = Deadlines(after: .seconds(options.timeoutSeconds), by: .continuous)
    async let _ = deadlines.watch()
    do {
      let result = try await body(HTTPTransport(client: client, options: options, deadlines: deadlines))
      try? await client.shutdown()
      return result
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  private static func configuration(_ options: ConnectionOptions) throws(APIError) -> HTTPClient.Configuration
  {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: try tls(options), redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10)))
    configuration.httpVersion = .http1Only
    // Spans are not collected, and creating them took 3 % of an apply (perf).
    configuration.tracing.tracer = nil
    // authentik closes idle connections after about 2 s (recorded), so they are given up before.
    configuration.connectionPool.idleTimeout = .milliseconds(1500)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, options.parallelism)
    // A refused connection is reported at once; the retry policy decides what follows.
    configuration.connectionPool.retryConnectionEstablishment = false
    if let proxy = options.proxy {
      configuration.proxy = try self.proxy(proxy)
    }
    return configuration
  }

  private static func proxy(_ text: String) throws(APIError) -> HTTPClient.Configuration.Proxy {
    let rest = text.lowercased().hasPrefix("http://") ? text.dropFirst("http://".count) : text[...]
    let parts = rest.prefix { $0 != "/" }.split(separator: ":")
    guard let host = parts.first, !rest.contains("://"), parts.count <= 2,
      let port = parts.count == 2 ? UInt16(parts[1]) : 3128, port > 0
    else {
      throw APIError.wrongSettings(
        "the proxy of HTTPS_PROXY is not http://HOST:PORT; correct it, or add the server to NO_PROXY")
    }
    return .server(host: String(host), port: Int(port))
  }

  private static func tls(_ options: ConnectionOptions) throws(APIError) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if options.isInsecure { tls.certificateVerification = .none }
    if let file = options.caFile {
      tls.trustRoots = .file(file)
      // A file without certificates would otherwise only show as a failed connection.
      let roots = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
      if options.address.isEncrypted, roots.isEmpty {
        throw APIError.wrongSettings("\(file) holds no certificates; --ca-file takes a PEM file")
      }
    }
    do {
      if let file = options.clientCertificateFile {
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }
      }
      if let file = options.clientKeyFile {
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: file, format: .pem))
      }
    } catch {
      throw APIError.wrongSettings(
        "the client certificate or its key cannot be read; --client-cert and --client-key take PEM files")
    }
    return tls
  }

  private func wire(_ request: APIRequest) -> WireRequest {
    var wire = WireRequest(request.method.rawValue, options.address.api + request.target)
    wire.headers = [
      ("Authorization", "Bearer \(options.token)"), ("Accept", "application/json"),
      // 2026.5 translates its messages by this header; they are shown to the user unchanged.
      ("Accept-Language", "en"),
    ]
    if let body = request.body {
      wire.headers.append(("Content-Type", "application/json"))
      wire.body = JSONWriter.bytes(of: body)
    }
    return wire
  }

  package func sendBeforeExit(_ request: APIRequest) { exchangeBeforeExit(wire(request), seconds: 3) }

  package func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    do throws(APIError) {
      return try await exchange(wire(request))
    } catch .answerTooLarge where request.method == .get {
      // Reading it again would only load the network again.
      throw .wrongAddress(
        "the answer is larger than \(Self.answerLimit >> 20) MiB; no answer of authentik is that large")
    } catch .answerTooLarge {
      throw .ambiguous("the answer is larger than \(Self.answerLimit) bytes")
    }
  }

  /// Sends any request and returns the answer, with the options' time limit and headers.
  package func exchange(_ request: WireRequest) async throws(APIError) -> APIResponse {
    do {
      return try await deadlines.run {
        let response = try await client.execute(
          httpRequest(request), timeout: .milliseconds(Int64(options.timeoutSeconds * 1000)))
        let body = try await response.body.collect(upTo: Self.answerLimit)
        return APIResponse(
          status: Int(response.status.code), contentType: Self.contentType(response.headers),
          retryAfter: Self.seconds(response.headers.first(name: "Retry-After")),
          location: response.headers.first(name: "Location"),
          requestID: response.headers.first(name: "X-authentik-Id"),
          cookies: response.headers["Set-Cookie"],
          notEvaluated: response.headers.first(name: "X-Flowform-Not-Evaluated"),
          body: Array(body.readableBytesView))
      }
    } catch is NIOTooManyBytesError {
      throw .answerTooLarge
    } catch {
      throw Self.failure(error)
    }
  }

  /// The same for a process that is about to exit: blocks the thread for at most this many seconds and
  /// ignores the result.
  package func exchangeBeforeExit(_ request: WireRequest, seconds: Int64) {
    guard let url = try? HTTPClient.Request(url: request.url, method: HTTPMethod(rawValue: request.method))
    else { return }
    var http = url
    for header in headers(of: request) { http.headers.add(name: header.name, value: header.value) }
    http.body = request.body.map { .bytes($0) }
    _ = try? client.execute(request: http, deadline: .now() + .seconds(seconds)).wait()
  }

  private func headers(of request: WireRequest) -> [(name: String, value: String)] {
    request.headers + [("User-Agent", options.userAgent)] + options.headers
  }

  private func httpRequest(_ request: WireRequest) -> HTTPClientRequest {
    var http = HTTPClientRequest(url: request.url)
    http.method = HTTPMethod(rawValue: request.method)
    for header in headers(of: request) { http.headers.add(name: header.name, value: header.value) }
    http.body = request.body.map { .bytes($0) }
    return http
  }

  /// Nil for a date, and for anything else that is not a number.
  private static func seconds(_ text: String?) -> Double? {
    text.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func contentType(_ headers: HTTPHeaders) -> String {
    let value = headers.first(name: "Content-Type") ?? ""
    return value.prefix { $0 != ";" }.lowercased()
  }

  /// Maps an error by whether anything can have reached the server.
  private static func failure(_ error: any Error) -> APIError {
    switch error {
    case let error as APIError: return error
    case is Deadlines<ContinuousClock>.Exceeded: return .ambiguous("no answer within the time limit")
    case is CancellationError: return .ambiguous("the request was cancelled")
    case let error as HTTPClientError where neverSent.contains(error):
      return .unreachable(error.shortDescription)
    case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
      return .ambiguous("no answer within the time limit")
    case is HTTPClientError, HTTPParserError.invalidEOFState:
      return .ambiguous("the connection was closed before the answer was complete")
    case let error as NIOConnectionError: return .unreachable(connection(error))
    case NIOSSLError.handshakeFailed(let reason): return handshake(reason)
    // The client took the handshake for complete, but the server has read no request yet.
    case let error as BoringSSLError where "\(error)".contains("ALERT_CERTIFICATE_REQUIRED"):
      return .unreachable("it requires a client certificate: pass --client-cert and --client-key")
    // For example, a connection that is cut while waiting for an answer.
    case is NIOSSLError: return .ambiguous("the connection was closed before the answer was complete")
    case is NIOSSLExtraError: return .untrusted("it belongs to another host")
    case ChannelError.connectTimeout: return .unreachable("no connection within the time limit")
    // For a numeric address, connecting fails without the error that names the host.
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      return .unreachable("it does not accept connections")
    case let error as IOError: return .ambiguous("the connection broke: errno \(error.errnoCode)")
    default: return .ambiguous("the answer is not readable")
    }
  }

  /// The library's text contains paths of its build machine.
  private static func handshake(_ reason: BoringSSLError) -> APIError {
    let names = "\(reason)".matches(of: #/OPENSSL_internal:(\w+)/#).map { String($0.1) }
    if names.contains("CERTIFICATE_VERIFY_FAILED") {
      return .untrusted("it has expired, or its authority is not trusted here")
    }
    let words = names.map { $0.lowercased().replacing("_", with: " ") }
    return .unreachable("no TLS connection\(words.isEmpty ? "" : ": " + words.joined(separator: ", "))")
  }

  private static let neverSent: [HTTPClientError] = [
    .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .proxyAuthenticationRequired,
    .invalidProxyResponse, .getConnectionFromPoolTimeout, .invalidURL, .emptyHost,
  ]

  private static func connection(_ error: NIOConnectionError) -> String {
    if error.dnsAError != nil, error.connectionErrors.isEmpty {
      return "no address is known for \(error.host)"
    }
    return "\(error.host):\(error.port) does not accept connections"
  }
}
