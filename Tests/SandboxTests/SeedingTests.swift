import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The objects of a real server can be added to a sandbox, which then returns them unchanged.
@Suite(
  .enabled(if: Recording.areThere, "there are no recordings beside the project (../shared/recordings)"))
struct SeedingTests {
  static let sets: [(EmbeddedCatalog, String)] = [
    (.v2024_8, "live"), (.v2026_5_rc1, "live"), (.v2026_5_rc1, "live-with-examples"),
  ]

  @Test(arguments: sets)
  func answersWhatWasAdded(_ version: EmbeddedCatalog, _ name: String) async throws {
    let live = try LiveLists(version, name)
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    configuration.version = version
    let server = try SandboxServer(configuration)
    for list in live.seeds { try await server.add(list.objects, model: list.model) }
    let answers = try await server.withRunning { port in
      let client = RawClient(port: port)
      var answers: [String: [Value]] = [:]
      for list in live.lists {
        var page = 1
        while page > 0 {
          let answer = try await client.ask("GET", "/api/v3\(list.path)?page=\(page)&page_size=100").json
          answers[list.path, default: []] += answer?["results"]?.list ?? []
          page = answer?["pagination"]?["next"]?.integer ?? 0
        }
      }
      return answers
    }
    for list in live.lists {
      let answered = answers[list.path] ?? []
      for object in list.objects {
        let key = object["pk"] ?? object["brand_uuid"] ?? .null
        let other = answered.first { ($0["pk"] ?? $0["brand_uuid"]) == key }?.map ?? [:]
        for (field, value) in object.map ?? [:] {
          let same = Self.comparable(value) == Self.comparable(other[field] ?? .null)
          #expect(same, "\(list.model) \(key) \(field): \(other[field] ?? .null), recorded \(value)")
        }
      }
    }
  }

  /// Lists of objects have no order of their own, and a picture may change between two answers.
  private static func comparable(_ value: Value) -> Value {
    if let map = value.map { return .map(map.filter { $0.key != "avatar" }.mapValues(comparable)) }
    guard let items = value.list?.map(comparable) else { return value }
    return .list(
      items.sorted { JSONWriter.write($0, style: .canonical) < JSONWriter.write($1, style: .canonical) })
  }
}
