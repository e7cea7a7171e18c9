/// The versions of authentik in which something holds of a kind, of those that are embedded.
package struct Availability: Sendable, Hashable {
  /// Such as `from authentik 2026.5 on`, `up to authentik 2025.10` or `in authentik 2025.4 to 2025.10`.
  package let description: String

  /// Nil if it holds of the model's kind in no version other than `catalog`'s.
  ///
  /// If it holds again after a gap, only the last time counts.
  package init?(of model: String, unlike catalog: Catalog, where holds: (Kind) -> Bool) {
    let all = EmbeddedCatalog.all
    let kinds = KindHistory.kinds(model)
    let positions = all.indices.filter { index in
      all[index].version != catalog.version && kinds[index].map(holds) == true
    }
    guard var first = positions.last, let last = positions.last else { return nil }
    while first > 0, positions.contains(first - 1) { first -= 1 }
    let family = AuthentikVersion(catalog.version).family
    func name(_ index: Int) -> String {
      // The family alone does not tell a release candidate from its release.
      all[index].family == family ? all[index].version : all[index].family
    }
    description =
      switch (first == 0, last == all.count - 1) {
      case (_, true): "from authentik \(name(first)) on"
      case (true, false): "up to authentik \(name(last))"
      case (false, false):
        name(first) == name(last)
          ? "only in authentik \(name(first))" : "in authentik \(name(first)) to \(name(last))"
      }
  }
}
