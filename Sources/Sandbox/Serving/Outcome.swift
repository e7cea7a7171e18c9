/// What becomes of a request on the wire.
enum Outcome: Sendable {
  case answer(SandboxResponse)
  /// The head and a part of the body, then the connection is closed.
  case cutOff(SandboxResponse)
  /// The connection is closed without an answer.
  case close
  /// Nothing comes, and the connection stays.
  case silence
}
