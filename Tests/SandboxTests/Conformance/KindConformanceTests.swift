import Catalog
import Foundation
import Model
import Testing

@testable import Sandbox

/// The sandbox answers like the real servers for every recorded kind: status, content type and body.
@Suite(
  .enabled(if: Recording.areThere, "there are no recordings beside the project (../shared/recordings)"))
struct KindConformanceTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func answersAsRecordedOfEveryKind(_ version: EmbeddedCatalog) async throws {
    let models = try Recording.kinds(version)
    let replays = try await withThrowingTaskGroup(of: KindReplay.self) { group in
      for model in models {
        group.addTask { try await KindReplay.run(model, version) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for replay in replays where !replay.differing.isEmpty {
      let lines = replay.differing.map { recording, differences in
        "\(recording.id) \(recording.what): \(differences.prefix(6).map(\.description).joined(separator: " ¦ "))"
      }
      Issue.record("\(replay.model): \(lines.joined(separator: "\n"))")
    }
    for exclusion in KindExclusions.all {
      let counts = replays.compactMap { $0.excluded[exclusion.reason] }
      #expect(
        counts.isEmpty || counts.contains { $0.differing > 0 },
        "all that \"\(exclusion.reason)\" leaves out would pass: take it off the list")
    }
    let compared = replays.map(\.compared).reduce(0, +)
    let differing = replays.map(\.differing.count).reduce(0, +)
    let left = replays.flatMap(\.excluded.values).map(\.exchanges).reduce(0, +)
    print(
      "\(version.name): \(compared - differing) of \(compared) recorded exchanges of \(models.count) kinds "
        + "are equal, \(left) left out")
    #expect(compared > 3_500)
  }
}
