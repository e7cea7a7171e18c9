/// What policies say.
struct PolicyResult: Sendable {
  var passes: Bool
  /// For the visitor.
  var messages: [String] = []
}
