/// A mistake of the server or of the request; the run stays where it is.
struct FlowFailure: Error, Sendable {
  /// Only superusers see it.
  let message: String
}
