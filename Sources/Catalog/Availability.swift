/// The versions of authentik in which something holds, of those that are embedded.
package struct Availability: Sendable, Hashable {
  /// Such as `since authentik 2026.5`, `up to authentik 2025.10` or `in authentik 2025.4 to 2025.10`.
  package let description: String

  /// Nil if it holds in no version other than `catalog`'s.
  ///
  /// A version that the condition holds for only after a gap starts anew: only the last time counts.
  package init?(unlike catalog: Catalog, where holds: (Catalog) -> Bool) {
    let all = EmbeddedCatalog.loaded
    let positions = all.indices.filter {
      all[$0].catalog.version != catalog.version && holds(all[$0].catalog)
    }
    guard var first = positions.last, let last = positions.last else { return nil }
    while first > 0, positions.contains(first - 1) { first -= 1 }
    func name(_ index: Int) -> String {
      // The families alone do not tell a release candidate from its release.
      let (embedded, other) = (all[index].embedded, AuthentikVersion(catalog.version).family)
      return embedded.family == other ? embedded.version : embedded.family
    }
    description =
      switch (first == 0, last == all.count - 1) {
      case (_, true): "since authentik \(name(first))"
      case (true, false): "up to authentik \(name(last))"
      case (false, false):
        name(first) == name(last)
          ? "only in authentik \(name(first))" : "in authentik \(name(first)) to \(name(last))"
      }
  }
}
