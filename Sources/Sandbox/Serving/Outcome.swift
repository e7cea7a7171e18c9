/// The outcome of a request on the wire.
enum Outcome: Sendable {
  case answer(SandboxResponse)
  /// The head and a part of the body; then the connection is closed.
  case cutOff(SandboxResponse)
  /// The connection is closed without an answer.
  case close
  /// No answer, and the connection stays open.
  case silence
}
