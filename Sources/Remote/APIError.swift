package import Model

/// Why a request to the server did not give what was asked for.
package enum APIError: Error, Sendable {
  /// Nothing was sent, or no readable answer ever came.
  case unreachable(String)
  /// The server's certificate is not accepted, so nothing was sent.
  case untrusted(String)
  /// The token is missing, unknown or expired.
  case refusedToken(String)
  /// The token lacks a right.
  case notPermitted(String)
  case notFound
  /// The server refuses the body: field → messages.
  case invalid(ValueMap)
  /// The request may have been carried out: a 5xx, an empty 405, a reset, a time-out, an unreadable answer.
  case ambiguous(String)
  /// 429, or 503 with a time to come back; nothing was done.
  case throttled(seconds: Double?)
  /// What the connection was told to use is not there, or is none of its kind.
  case wrongSettings(String)
  /// The address answers, and not as authentik's API does.
  case wrongAddress(String)
  /// The answer has more bytes than are read; what it says is not known.
  case answerTooLarge
  /// Any other refusal.
  case rejected(status: Int, String)
  /// A probe created an object after all.
  case probeCreated(String)
}

extension APIError {
  /// True where a server that is still starting may answer so.
  package var mayPass: Bool {
    if case .wrongAddress = self { true } else { isTransient }
  }

  /// True where the same read may well succeed a moment later.
  var isTransient: Bool {
    switch self {
    case .ambiguous, .throttled, .unreachable: true
    default: false
    }
  }
}

extension APIError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let reason):
      "the server cannot be reached (\(reason)); check --url, the network, and that the server runs"
    case .untrusted(let reason):
      "the server's TLS certificate is not accepted (\(reason)); name the file of its authority with --ca-file, or correct the address"
    case .refusedToken(let reason):
      "the server refuses the token (\(reason)); set AUTHENTIK_TOKEN to a valid API token"
    case .notPermitted(let permission):
      "the token lacks the permission \(permission); grant it to the token's user"
    case .notFound: "the object does not exist any more"
    case .invalid(let fields): "the server refuses it: \(Self.messages(fields))"
    case .ambiguous(let reason): "the outcome is not known (\(reason))"
    case .throttled: "the server is too busy; try again later, or with a lower --parallelism"
    case .wrongSettings(let reason): reason
    case .wrongAddress(let reason): "\(reason); check the path of --url"
    case .answerTooLarge: "the answer is larger than \(HTTPTransport.answerLimit >> 20) MiB"
    case .rejected(let status, let reason): "the server answers \(status): \(reason)"
    case .probeCreated(let name):
      "a probe created \(name) on the server, which must not happen; delete it, and use --read list"
    }
  }

  private static func messages(_ fields: ValueMap) -> String {
    fields.map { name, value in
      let texts =
        value.list?.map { $0.string ?? JSONWriter.write($0) } ?? [value.string ?? JSONWriter.write(value)]
      return name == "non_field_errors"
        ? texts.joined(separator: " ") : "\(name): \(texts.joined(separator: " "))"
    }.joined(separator: "; ")
  }
}
