import Catalog
import Model
import OrderedCollections
import Remote
import RemoteSupport
import TestSupport
import Testing

@Suite struct LiveAPITests {
  private static func page(_ keys: ClosedRange<Int>, of count: Int) -> ScriptedTransport.Answer {
    .json(
      200,
      ["pagination": ["total_pages": .integer(count)], "results": .list(keys.map { ["pk": .integer($0)] })])
  }

  private static func pageNumber(_ request: APIRequest) -> Int {
    Int(request.query.first { $0.name == "page" }?.value ?? "") ?? 0
  }

  private static func keys(_ objects: [Value]) -> [Int] { objects.compactMap { $0["pk"]?.integer } }

  @Test func believesThePagesOfTheServer() async throws {
    let server = ScriptedTransport { request, _ in
      let number = Self.pageNumber(request)
      return Self.page((number * 10)...(number * 10 + 9), of: 4)
    }
    let flows = try await LiveAPI(server.client(), parallelism: 2).list(try Kind.flow())
    #expect(Self.keys(flows) == Array(10...49))
    #expect(server.requests.count == 4)
    #expect(
      server.requests.allSatisfy {
        $0.path == "/flows/instances/" && $0.query.contains { $0 == ("page_size", "1000") }
      })
  }

  @Test func countsAnObjectOnceAndEndsWhereAPageHasGone() async throws {
    let server = ScriptedTransport { request, _ in
      switch Self.pageNumber(request) {
      case 1: Self.page(1...3, of: 1_000_000_000)
      case 2: Self.page(3...5, of: 3)
      default: .json(404, ["detail": "Invalid page."])
      }
    }
    let flows = try await LiveAPI(server.client(), parallelism: 3).list(try Kind.flow())
    #expect(Self.keys(flows) == [1, 2, 3, 4, 5])
    #expect(server.requests.count < 10)
  }

  @Test func givesUpOnAListWithoutEnd() async throws {
    let server = ScriptedTransport { request, _ in
      let number = Self.pageNumber(request)
      return Self.page(number...number, of: .max)
    }
    let found = await failure { _ = try await LiveAPI(server.client()).list(try Kind.flow()) }
    #expect(found == "the server's list of authentik_flows.flow does not end; check the path of --url")
    #expect(server.requests.count < LiveAPI.pageLimit + 20)
  }

  @Test func aFilterThatTheServerRefusesFindsNothing() async throws {
    let server = ScriptedTransport(.json(400, ["slug": ["Select a valid choice."]]))
    let api = LiveAPI(server.client())
    #expect(try await api.list(try Kind.flow(), filters: [(name: "slug", value: "a")]).isEmpty)
    let found = await failure { _ = try await api.list(try Kind.flow()) }
    #expect(found == "the server refuses it: slug: Select a valid choice.")
  }

  @Test func namesThePermissionThatIsMissing() async throws {
    let api = LiveAPI(ScriptedTransport(.json(403, ["detail": "You do not have permission."])).client())
    let flow = try Kind.flow()
    let found = [
      await failure { _ = try await api.list(flow) },
      await failure { _ = try await api.retrieve(flow, key: "a") },
      await failure { _ = try await api.create(flow, [:]) },
      await failure { _ = try await api.update(flow, key: "a", [:]) },
      await failure { try await api.delete(flow, key: "a") },
    ]
    #expect(
      found
        == ["view", "view", "add", "change", "delete"].map {
          "the token lacks the permission authentik_flows.\($0)_flow; grant it to the token's user"
        })
  }

  @Test func asksForOneObject() async throws {
    let server = ScriptedTransport(.json(200, ["pk": 1]), .json(404, [:]), .json(200, ["pk": 1]), .text(204))
    let api = LiveAPI(server.client())
    let flow = try Kind.flow()
    #expect(try await api.retrieve(flow, key: "a b") == ["pk": 1])
    #expect(try await api.retrieve(flow, key: "a b") == nil)
    _ = try await api.update(flow, key: "é", ["title": "T"])
    try await api.delete(flow, key: "x")
    #expect(
      server.requests.map(\.line) == [
        "GET /flows/instances/a%20b/", "GET /flows/instances/a%20b/", "PATCH /flows/instances/%C3%A9/",
        "DELETE /flows/instances/x/",
      ])
  }

  @Test func tellsWhatADeleteTakesAlong() async throws {
    let server = ScriptedTransport(
      .json(
        200,
        [
          [
            "app": "authentik_flows", "model_name": "flowstagebinding", "pk": "1", "name": "b",
            "action": "cascade",
          ],
          ["app": "a", "model_name": "b", "pk": "2", "name": "c", "action": "cascade_many"],
          ["app": "a", "model_name": "b", "pk": "3", "name": "c", "action": "set_null"],
        ]))
    let cascades = try await LiveAPI(server.client()).cascades(try Kind.flow(), key: "a")
    #expect(cascades.map(\.model) == ["authentik_flows.flowstagebinding"])
    #expect(server.requests.map(\.path) == ["/flows/instances/a/used_by/"])
  }

  @Test func tellsTheVersion() async throws {
    #expect(
      try await LiveAPI(ScriptedTransport(.json(200, ["version_current": "2026.5.0"])).client()).version()
        == "2026.5.0")
    let refused = await failure {
      _ = try await LiveAPI(ScriptedTransport(.json(403, ["detail": "Token invalid/expired"])).client())
        .version()
    }
    #expect(
      refused
        == "the server refuses the token (Token invalid/expired); set AUTHENTIK_TOKEN to a valid API token, or correct the file of --token-file"
    )
    let elsewhere = await failure {
      _ = try await LiveAPI(ScriptedTransport(.json(404, [:])).client()).version()
    }
    #expect(elsewhere == "there is no authentik API at this address; check the path of --url")
  }
}
