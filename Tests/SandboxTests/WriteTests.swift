import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Updates, deletes, and the data that stays.
struct WriteTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func aPatchChangesOnlyWhatItNames(_ version: EmbeddedCatalog) async throws {
    try await Flows.withSandbox(version) { client in
      let made = try await client.ask("POST", Flows.path, Flows.body("a", ["layout": "sidebar_left"])).json
      let patched = try await client.ask("PATCH", Flows.path + "a/", ["title": " New ", "pk": "x"])
      #expect(patched.status == 200)
      var expected = made?.map ?? [:]
      expected["title"] = "New"
      #expect(patched.json == .map(expected))
      #expect(try await client.ask("GET", Flows.path + "a/").json == .map(expected))
    }
  }

  @Test func aRenameMovesThePathAndKeepsTheObject() async throws {
    try await Flows.withSandbox { client in
      let made = try await client.ask("POST", Flows.path, Flows.body("a")).json
      _ = try await client.ask("POST", Flows.path, Flows.body("b"))
      #expect(try await client.ask("PATCH", Flows.path + "a/", ["slug": "a"]).status == 200)
      let taken = try await client.ask("PATCH", Flows.path + "a/", ["slug": "b"])
      #expect(taken.json == ["slug": ["Flow with this slug already exists."]])
      let renamed = try await client.ask("PATCH", Flows.path + "a/", ["slug": "c"]).json
      #expect(renamed?["pk"] == made?["pk"])
      #expect(renamed?["export_url"] == "/api/v3/flows/instances/c/export/")
      #expect(try await client.ask("GET", Flows.path + "a/").status == 404)
      // The old slug is free again.
      #expect(try await client.ask("POST", Flows.path, Flows.body("a")).status == 201)
    }
  }

  @Test func aPutNeedsTheRequiredFieldsAndKeepsTheOthers() async throws {
    try await Flows.withSandbox { client in
      _ = try await client.ask("POST", Flows.path, Flows.body("a", ["layout": "sidebar_left"]))
      let refused = try await client.ask("PUT", Flows.path + "a/", ["slug": "a", "title": "T"])
      #expect(
        refused.json == ["name": ["This field is required."], "designation": ["This field is required."]])
      let put = try await client.ask("PUT", Flows.path + "a/", Flows.body("a", ["name": "Other"])).json
      #expect(put?["name"] == "Other")
      #expect(put?["layout"] == "sidebar_left")
    }
  }

  @Test(arguments: [
    (EmbeddedCatalog.v2024_8, "Not found."), (.v2026_5_rc1, "No Flow matches the given query."),
  ])
  func aDeleteLeavesNothing(_ version: EmbeddedCatalog, _ message: String) async throws {
    try await Flows.withSandbox(version) { client in
      _ = try await client.ask("POST", Flows.path, Flows.body("a"))
      #expect(try await client.ask("DELETE", Flows.path + "a/").status == 204)
      for method in ["GET", "DELETE", "PATCH"] {
        let response = try await client.ask(method, Flows.path + "a/")
        #expect(response.status == 404)
        #expect(response.json == ["detail": .string(message)])
      }
      #expect(try await client.ask("POST", Flows.path, Flows.body("a")).status == 201)
    }
  }

  @Test func oneOfManyCreatesOfTheSameSlugWins() async throws {
    let statuses = try await Flows.withSandbox { client in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 {
          group.addTask { try await client.ask("POST", Flows.path, Flows.body("same")).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(statuses.count { $0 == 201 } == 1)
    #expect(statuses.count { $0 == 400 } == 99)
  }

  @Test func themesHaveAddressesOfTheirOwn() async throws {
    try await Flows.withSandbox { client in
      let answer = try await client.ask(
        "POST", Flows.path, Flows.body("a", ["background": "%(theme)s/a.png"])
      ).json
      #expect(answer?["background_themed_urls"]?.map.map { Array($0.keys) } == ["light", "dark"])
      #expect(
        answer?["background_themed_urls"]?["dark"] == "/files/media/public/dark/a.png?token=sandbox")
    }
  }
}
