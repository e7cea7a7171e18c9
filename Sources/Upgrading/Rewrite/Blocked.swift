/// Why a text is not rewritten.
struct Blocked: Error {
  /// Completes "it is not rewritten, since …".
  let reason: String

  static let form = Blocked(reason: "it is written in an unusual way")
}
