/// A version of authentik, such as `2025.10`, `2025.10.4` or `2026.5.0-rc1`.
package struct AuthentikVersion: Sendable, Hashable {
  /// Year, month and patch; a family has no patch.
  private let numbers: [Int]
  private let isCandidate: Bool

  /// Parts that are no numbers count as 0.
  package init(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1)
    numbers = (parts.first ?? "").split(separator: ".").prefix(3).map { Int($0) ?? 0 }
    isCandidate = parts.count > 1
  }

  /// The year and month, which all patches of a family share.
  package var family: String { numbers.prefix(2).map(String.init).joined(separator: ".") }

  private var order: [Int] {
    (numbers + [0, 0, 0]).prefix(3) + [isCandidate ? 0 : 1]
  }
}

extension AuthentikVersion: Comparable {
  /// A family comes before its patches, and a release candidate before its release.
  package static func < (left: AuthentikVersion, right: AuthentikVersion) -> Bool {
    left.order.lexicographicallyPrecedes(right.order)
  }
}
