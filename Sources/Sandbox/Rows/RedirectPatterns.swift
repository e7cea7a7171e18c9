import Foundation
import Model
import OrderedCollections

/// The regular expressions among an OAuth2 provider's redirect addresses.
enum RedirectPatterns {
  /// The first one that cannot be compiled.
  static func broken(in value: Value) -> String? {
    (value.list ?? []).lazy.compactMap { address in
      guard address["matching_mode"] == "regex", let pattern = address["url"]?.string else { return nil }
      return (try? NSRegularExpression(pattern: pattern)) == nil ? pattern : nil
    }.first
  }
}
