import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The sandbox answers like the real servers that were recorded.
///
/// The status, content type and body are compared, including the order of keys, but without ids and signatures.
// The recordings are beside the project and not in it. Without them, the other suites of this target still define the
// sandbox's behaviour.
@Suite(
  .enabled(if: Recording.areThere, "there are no recordings beside the project (../shared/recordings)"))
struct ConformanceTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func answersAsRecorded(_ version: EmbeddedCatalog) async throws {
    let reading = try await replay(version, from: StartState.newServer(version), ["01-flows-read"])
    let paging = try await replay(version, from: StartState.manyFlows(version), ["01b-pagination-950-flows"])
    let writing = try await replay(
      version, from: StartState.newServer(version),
      ["02-flows-create", "02b-flows-authz", "02c-flows-race-and-anon", "03-flows-update-delete"])

    var replays = [reading, paging, writing]
    for file in Recording.kindFiles(version) {
      replays.append(
        try await replay(version, from: StartState.newServer(version), ["00-setup-users", file]))
    }
    for difference in replays.flatMap(\.differences) { Issue.record("\(difference)") }
    var left = 0
    for exclusion in Exclusion.all {
      let counts = replays.compactMap { $0.excluded[exclusion.reason] }
      left += counts.map(\.exchanges).reduce(0, +)
      #expect(
        counts.isEmpty || counts.contains { $0.differing > 0 },
        "all that \"\(exclusion.reason)\" leaves out would pass: take it off the list")
    }
    let compared = replays.map(\.compared).reduce(0, +)
    for (file, count) in replays.flatMap(\.equal).sorted(by: { $0.key < $1.key }) {
      print("\(version.name): \(file): \(count) equal")
    }
    print("\(version.name): \(compared) recorded exchanges compared, \(left) left out")
    #expect(compared > 500)
  }

  private func replay(_ version: EmbeddedCatalog, from flows: [Value], _ files: [String]) async throws
    -> Replay
  {
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    configuration.version = version
    configuration.tokens = StartState.tokens
    let server = try SandboxServer(configuration)
    try await server.removeTokenUsers()
    for list in try LiveLists(version).seeds where list.model != StartState.model {
      try await server.add(list.objects, model: list.model)
    }
    try await server.add(flows, model: StartState.model)
    return try await server.withRunning { port in
      var replay = Replay(client: RawClient(port: port))
      for file in files {
        try await server.add(try StartState.missing(before: file, version), model: StartState.model)
        try await replay.run(try Recording.load(file, version))
      }
      return replay
    }
  }
}
