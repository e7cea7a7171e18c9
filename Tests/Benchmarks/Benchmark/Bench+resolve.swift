import Blueprints
import Catalog
import Foundation
import Model

extension Bench {
  /// Measures resolving and ordering entries that refer to one another.
  func resolve() async throws -> [Measurement] {
    let catalog = try EmbeddedCatalog.newest.load()
    var options = DesiredSet.Options()
    options.isOffline = true
    let sets = try [10_000, 100_000].map { count in
      let set = MixedSet(groups: count / MixedSet.objectsPerGroup)
      _ = try write(set.files, into: "set")
      defer { try? remove("set") }
      return (set, BlueprintFiles([folder.appending(path: "set").path]))
    }
    var seconds: [[Double]] = [[], []]
    for _ in 0..<9 {
      for (position, (set, files)) in sets.enumerated() {
        // The data of the previous run is freed on another thread.
        try await Task.sleep(for: .milliseconds(300))
        let clock = ContinuousClock()
        let start = clock.now
        let desired = DesiredSet(files.files, catalog: catalog, options: options)
        seconds[position].append(start.duration(to: clock.now) / .seconds(1))
        guard desired.entries.count == set.count, !desired.diagnostics.hasErrors else {
          throw BenchmarkError("the set of \(set.count) did not resolve")
        }
      }
    }
    // The medians are compared: the shortest of short runs would hit a quiet moment that a run ten times as long never
    // has.
    let (small, large) = (seconds[0].sorted()[4], seconds[1].sorted()[4])
    return [
      .atMost(
        "resolve and order 100,000 entries with references, against 10,000", large / small, limit: 11,
        unit: " ×", "\(large.text(2)) s, \(small.text(2)) s")
    ]
  }
}
