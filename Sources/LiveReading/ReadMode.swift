/// How live objects are read.
package enum ReadMode: String, Sendable, CaseIterable {
  /// `list`, and `probe` for kinds that the server refuses to show.
  case auto
  /// By lists, or by filters for single objects if that takes fewer requests.
  case list
  /// By the create endpoint, for a token that may add but not view.
  case probe
}
