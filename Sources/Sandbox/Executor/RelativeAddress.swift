/// Where a `next` may lead.
enum RelativeAddress {
  /// False for an empty address, an absolute one, and one of another host without a scheme.
  static func isRelative(_ address: String) -> Bool {
    guard !address.isEmpty, !address.hasPrefix("//") else { return false }
    guard let colon = address.firstIndex(of: ":") else { return true }
    return address[..<colon].contains { "/?#".contains($0) }
  }
}
