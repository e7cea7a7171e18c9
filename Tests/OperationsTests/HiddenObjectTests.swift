import Applying
import Catalog
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import RemoteSupport
import Sandbox
import State
import TestSupport
import Testing

/// Lists that leave out objects that the token's user may not open.
struct HiddenObjectTests {
  /// A sandbox with empty lists of applications and endpoints, as for a user that no policy names.
  private static func server(_ sandbox: SandboxServer, hidesObjects: Bool = false) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      if request.method == .get, paths.contains(request.path) { return .page([]) }
      if hidesObjects, request.method == .get, paths.contains(where: request.path.hasPrefix) {
        return .json(404, ["detail": "Not found."])
      }
      return await .from(EngineTransport(sandbox: sandbox), request)
    }
  }

  private static let paths = ["/core/applications/", "/rac/endpoints/"]

  private static let application = """
    version: 1
    entries:
      - {model: authentik_core.group, id: staff, identifiers: {name: staff}}
      - {model: authentik_core.application, id: app, identifiers: {slug: app}, attrs: {name: App}}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf app, group: !KeyOf staff}
        attrs: {order: 0}
    """

  private static func apply(_ blueprint: String, _ directory: borrowing TemporaryDirectory) -> ApplyInProcess
  {
    ApplyInProcess(blueprint: blueprint, store: StateStore(path: directory.path("state.json")))
  }

  @Test func areAskedForByTheirSlugBeforeTheyCountAsMissing() async throws {
    let directory = try TemporaryDirectory()
    let server = Self.server(try SandboxServer(SandboxConfiguration()))
    let apply = Self.apply(Self.application, directory)
    #expect(try await apply.run(server).outcome[.create] == 3)
    let again = try await apply.run(server)
    #expect(again.plan.changes.map(\.action) == [.unchanged, .unchanged, .unchanged])
    #expect(server.writes.count == 3)
    let lists = server.reads.filter { Self.paths.contains($0.path) }
    #expect(lists.allSatisfy { $0.query.contains { $0 == ("superuser_full_list", "true") } })
    #expect(!lists.isEmpty)
  }

  @Test func areAskedForByTheirRecordedKey() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try SandboxServer(SandboxConfiguration())
    let server = Self.server(sandbox)
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.load().kind("authentik_providers_rac.endpoint"))
    let body = try await NewObjects.on(sandbox).body(kind, "desktop")
    let entry: Value = [
      "model": .string(kind.model), "identifiers": .map(body.filter { $0.key == "name" }),
      "attrs": .map(body.filter { $0.key != "name" }),
    ]
    let apply = Self.apply(JSONWriter.write(["entries": [entry]]), directory)
    #expect(try await apply.run(server).outcome[.create] == 1)
    #expect(try await apply.run(server).plan.changes.map(\.action) == [.unchanged])
    #expect(server.writes.count == 1)
  }

  /// If the plan could not see the object, the refusal of the create leads to it.
  @Test func areFoundByTheRefusalOfASecondOne() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try SandboxServer(SandboxConfiguration())
    let objects = try NewObjects.on(sandbox)
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.load().kind("authentik_core.application"))
    var apply = Self.apply(Self.application, directory)
    apply.meanwhile = { try await objects.create(kind, ["slug": "app", "name": "Another"]) }
    let server = Self.server(sandbox)
    let first = try await apply.run(server)
    #expect(first.outcome.isComplete && first.outcome[.update] == 1 && first.outcome[.create] == 2)
    #expect(server.writes.map(\.line).contains("PATCH /core/applications/app/"))
    apply.meanwhile = {}
    #expect(try await !apply.run(server).plan.summary.hasChanges)
  }

  /// A refusal may name more fields than the one that is taken.
  @Test func areNotTakenForTheOwnWhereAnotherFieldIsTaken() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try SandboxServer(SandboxConfiguration())
    let objects = try NewObjects.on(sandbox)
    let catalog = try EmbeddedCatalog.v2026_5_rc1.load()
    let provider = try #require(catalog.kind("authentik_providers_ldap.ldapprovider"))
    let application = try #require(catalog.kind("authentik_core.application"))
    let key = try await objects.create(provider, try await objects.body(provider, "ldap"))["pk"] ?? .null
    let entry: Value = [
      "model": "authentik_core.application", "identifiers": ["slug": "mine"],
      "attrs": ["name": "Mine", "provider": key],
    ]
    var apply = Self.apply(JSONWriter.write(["entries": [entry]]), directory)
    apply.meanwhile = {
      try await objects.create(application, ["slug": "other", "name": "Other", "provider": key])
    }
    let first = try await apply.run(EngineTransport(sandbox: sandbox))
    guard
      case .failed(_, _, let reason, _)? = first.events.last(where: { event in
        if case .failed = event { true } else { false }
      })
    else {
      Issue.record("\(first.events)")
      return
    }
    #expect(reason.contains("provider") && reason.contains("authentik_core.application[slug=other] has it"))
  }

  @Test func areARefusalWhereNobodyMaySeeThem() async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try SandboxServer(SandboxConfiguration())
    let objects = try NewObjects.on(sandbox)
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.load().kind("authentik_core.application"))
    try await objects.create(kind, ["slug": "app", "name": "Another"])
    let first = try await Self.apply(Self.application, directory)
      .run(Self.server(sandbox, hidesObjects: true))
    #expect(first.outcome.failed == 1)
  }
}
