/// How the live side is read.
package enum ReadMode: String, Sendable, CaseIterable {
  /// `list`, and `probe` for the kinds where the server refuses reading.
  case auto
  /// Through the lists, or single objects by filter where fewer requests result.
  case list
  /// Through the create endpoint, for a token that may add and not view.
  case probe
}
