package import Model

/// Why a request failed.
package enum APIError: Error, Sendable {
  /// Nothing was sent, or the server never gave a readable answer.
  case unreachable(String)
  /// The server's certificate is not trusted, so nothing was sent.
  case untrusted(String)
  /// The token is missing, unknown or expired.
  case refusedToken(String)
  /// The token lacks a permission.
  case notPermitted(String)
  case notFound
  /// The server refuses the body: messages by field.
  case invalid(ValueMap)
  /// The request may have been carried out: a reset, a time-out, an unreadable answer, a proxy's 5xx.
  case ambiguous(String)
  /// The server failed on the request: 500, or 405 without a body, its answer to an uncaught exception. A
  /// worker that is being replaced answers like this to requests that it does carry out (recorded).
  case internalError(status: Int, requestID: String?)
  /// 429, or 503 with `Retry-After`; nothing was done.
  case throttled(seconds: Double?)
  /// A file or proxy of the connection settings is missing or invalid.
  case wrongSettings(String)
  /// The address answers, but not as authentik's API does.
  case wrongAddress(String)
  /// The answer is larger than the limit; its content is not known.
  case answerTooLarge
  /// Any other refusal.
  case rejected(status: Int, String)
  /// A probe created an object after all.
  case probeCreated(String)
}

extension APIError {
  /// True if a server that is still starting may answer this.
  package var mayPass: Bool {
    if case .wrongAddress = self { true } else { isTransient }
  }

  /// True if the same read may succeed a moment later.
  var isTransient: Bool {
    switch self {
    case .ambiguous, .internalError, .throttled, .unreachable: true
    default: false
    }
  }

  /// True if a write may have been carried out.
  package var mayHaveBeenDone: Bool {
    switch self {
    case .ambiguous, .internalError: true
    default: false
    }
  }

  /// The server's messages for each field of a refused body, down to the element or member if it names one.
  package var refusals: [FieldRefusal] {
    guard case .invalid(let fields) = self else { return [] }
    return fields.flatMap { FieldRefusal.all(in: $1, at: FieldPath($0)) }
  }
}

extension APIError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let reason):
      "the server cannot be reached (\(reason)); check --url, the network, and that the server runs"
    case .untrusted(let reason):
      "the server's TLS certificate is not accepted (\(reason)); pass its authority's file with --ca-file, or correct the address"
    case .refusedToken(let reason):
      "the server refuses the token (\(reason)); set AUTHENTIK_TOKEN to a valid API token, or correct the file of --token-file"
    case .notPermitted(let permission):
      "the token lacks the permission \(permission); grant it to the token's user"
    case .notFound: "the object does not exist any more"
    case .invalid: "the server refuses it: \(refusals.map(\.description).joined(separator: "; "))"
    case .ambiguous(let reason): "the outcome is not known (\(reason))"
    case .internalError(let status, let requestID):
      "the server failed on the request: it answers \(status)\(status == 405 ? " without a body" : "")\(requestID.map { " (request \($0))" } ?? ""); the log of the server has the cause"
    case .throttled: "the server is too busy; try again later, or with a lower --parallelism"
    case .wrongSettings(let reason): reason
    case .wrongAddress(let reason): "\(reason); check the path of --url"
    case .answerTooLarge: "the answer is larger than \(HTTPTransport.answerLimit >> 20) MiB"
    case .rejected(let status, let reason): "the server answers \(status): \(reason)"
    case .probeCreated(let name):
      "a probe created \(name) on the server, which must not happen; delete it, and use --read list"
    }
  }
}
