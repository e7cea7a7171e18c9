/// How a test's run must end.
package enum ExpectedEnd: Sendable, Hashable {
  /// The server says that this session is signed in.
  case signedIn(user: String?, groups: [String]?)
  /// The run is over, and the server says that the session is signed out.
  case signedOut
  /// A redirect whose target matches; whether somebody is signed in does not matter.
  case redirected(to: TextPattern?)
  /// Denied with a message that matches.
  case denied(message: TextPattern?)
  /// The run waits at this stage.
  case stage(StageKind)
}
