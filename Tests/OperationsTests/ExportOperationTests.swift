import Exporting
import Model
import Operations
import OrderedCollections
import Remote
import Testing

/// What an export reads, and what it says that it could not read.
struct ExportOperationTests {
  private static func scene() async throws -> Scene {
    let scene = try Scene()
    for slug in ["login", "logout"] {
      let flow = try await scene.addFlow(slug)
      let stage = try await scene.add(["name": .string("stage-\(slug)")], to: "/stages/dummy/")
      try await scene.add(
        ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 1], to: "/flows/bindings/")
    }
    return scene
  }

  /// A flow comes with its binding and the stage that this binds; without a flow, all objects come.
  @Test(arguments: [([], 10), (["login"], 3), (["login", "logout"], 6)])
  func hasTheFlowsAndWhatTheyNeed(_ flows: [String], count: Int) async throws {
    let scene = try await Self.scene()
    let transport = ChangedTransport(scene.engine)
    let (exporter, diagnostics) = try await ExportOperation(
      scene.session(transport).server, keepsDefaults: false
    ).run(flows: flows)
    #expect(exporter.missing.isEmpty && diagnostics.allSatisfy { $0.severity == .note }, "\(diagnostics)")
    #expect(exporter.entryCount == count)
    #expect(Set(transport.requests).count == transport.requests.count, "nothing is read twice")
    #expect(transport.writes.isEmpty)
  }

  @Test(arguments: [
    ("logn", "no flow `logn`, or the token may not view it; did you mean `login`?"),
    ("far-away", "known flows: login, logout"),
  ])
  func anUnknownFlowIsRefused(_ slug: String, _ sentence: String) async throws {
    let scene = try await Self.scene()
    let error = await #expect(throws: OperationError.self) {
      try await ExportOperation(scene.session().server, keepsDefaults: false).run(flows: [slug])
    }
    #expect(error?.code == .failed)
    #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
  }

  @Test func aListThatMayNotBeReadIsSaid() async throws {
    let scene = try await Self.scene()
    let server = ChangedTransport(scene.engine) { request in
      guard request.path == "/flows/bindings/" else { return nil }
      return APIResponse(status: 403, body: Array(#"{"detail": "No."}"#.utf8))
    }
    let (exporter, diagnostics) = try await ExportOperation(
      scene.session(server).server, keepsDefaults: false
    ).run(flows: ["login"])
    #expect(exporter.entryCount == 1)
    #expect(diagnostics.map(\.severity) == [.warning])
    #expect(diagnostics.first?.message.contains("lacks authentik_flows.view_flowstagebinding") == true)
  }
}
