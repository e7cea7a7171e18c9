import Model
import OrderedCollections

/// The regular expressions among an OAuth2 provider's redirect addresses.
enum RedirectPatterns {
  /// The first one that Python cannot compile.
  static func broken(in value: Value) -> String? {
    (value.list ?? []).lazy.compactMap { address in
      guard address["matching_mode"] == "regex", let pattern = address["url"]?.string else { return nil }
      return PythonPattern.compiles(pattern) ? nil : pattern
    }.first
  }
}
