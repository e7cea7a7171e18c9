import Blueprints
import Catalog
import Foundation
import Model

extension Bench {
  /// Resolving and ordering entries that refer to one another.
  func resolve() throws -> [Measurement] {
    let catalog = try EmbeddedCatalog.newest.load()
    func measure(_ count: Int) throws -> Double {
      let set = MixedSet(groups: count / MixedSet.objectsPerGroup)
      _ = try write(set.files, into: "set")
      let files = BlueprintFiles([folder.appending(path: "set").path]) { .bytes([]) }
      var options = DesiredSet.Options()
      options.isOffline = true
      var best = Double.infinity
      for _ in 0..<3 {
        let clock = ContinuousClock()
        let start = clock.now
        let desired = DesiredSet(files.files, catalog: catalog, options: options)
        best = min(best, start.duration(to: clock.now) / .seconds(1))
        guard desired.entries.count == set.count, !desired.diagnostics.hasErrors else {
          throw BenchmarkError("the set of \(count) did not resolve")
        }
      }
      try remove("set")
      return best
    }
    let small = try measure(10_000)
    let large = try measure(100_000)
    return [
      .atMost(
        "resolve and order 100,000 entries with references, against 10,000", large / small, limit: 11,
        unit: " ×", "\(large.text(2)) s, \(small.text(2)) s")
    ]
  }
}
