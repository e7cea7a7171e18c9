import Catalog
import Foundation
import Model
import Testing

@testable import Sandbox

/// The executor answers like the recorded servers: the status, the address of a redirect, the names of the cookies,
/// and the body as JSON without generated values.
@Suite(
  .enabled(
    if: FlowReplay.recordingsAreThere,
    "there are no recordings of the executor beside the project (../shared/recordings)"))
struct FlowReplayTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func answersAsRecorded(_ version: EmbeddedCatalog) async throws {
    let files = try FlowReplay.files(version)
    // What one scenario does not tell about a new server, another may.
    let shipped = FlowNames.shipped(
      in: try files.flatMap { try Recording.load("executor/\($0)", version) })
    let replays = try await withThrowingTaskGroup(of: FlowReplay.self) { group in
      for file in files {
        group.addTask { try await FlowReplay.run(file, version, shipped: shipped) }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.file < $1.file }
    }
    for replay in replays where !replay.differing.isEmpty {
      let lines = replay.differing.map { recording, differences in
        "\(recording.id) \(recording.what): "
          + differences.prefix(4).map(\.description).joined(separator: " ¦ ")
      }
      Issue.record("\(version.name) \(replay.file): \(lines.count)\n\(lines.joined(separator: "\n"))")
    }
    for difference in FlowDifference.all {
      let counts = replays.compactMap { $0.excused[difference.reason] }
      #expect(
        counts.isEmpty || counts.contains { $0.differing > 0 },
        "all that \"\(difference.reason)\" excuses would pass: take it off the list")
    }
    let equal = replays.map(\.equal).reduce(0, +)
    let all = replays.map(\.count).reduce(0, +)
    print("\(version.name): \(equal) of \(all) recorded exchanges with flows are equal")
    #expect(replays.count == 22)
  }
}
