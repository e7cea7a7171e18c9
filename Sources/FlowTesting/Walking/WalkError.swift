package import Remote

/// Why a walk through a flow cannot go on.
package enum WalkError: Error, Sendable {
  /// The server cannot be reached, or does not answer as the flow executor does.
  case server(APIError)
  /// The server answers 404 with a page, or 405 to an answer.
  case noSuchFlow(String)
  /// The server answers 500 or more.
  case broken(String)
  /// A mistake in the server's answer, or in the test.
  case failed(String)
}

extension WalkError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .server(let error): "\(error)"
    case .noSuchFlow(let slug):
      "the server has no flow `\(slug)`; apply the blueprint that describes it, or correct the test's `flow`"
    case .broken(let message), .failed(let message): message
    }
  }
}

extension WalkError {
  /// True if the same walk may succeed a moment later, such as after a restart of the server.
  var mayPass: Bool {
    switch self {
    case .server(let error): error.mayPass
    case .broken: true
    case .noSuchFlow, .failed: false
    }
  }
}
