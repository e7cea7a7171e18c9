import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// `flowform import` adopts an existing object into the state.
struct ImportCommandTests {
  private static let address = "authentik_flows.flow[slug=there]"

  private static func withFlow(
    _ body: @escaping @Sendable (Workspace) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      for slug in ["there", "elsewhere"] {
        _ = try await workspace.create([
          "name": "There", "slug": .string(slug), "title": "T", "designation": "recovery",
        ])
      }
      workspace.sandbox.requests.reset()
      try await body(workspace)
    }
  }

  @Test func takesOneObjectIntoTheState() async throws {
    try await Self.withFlow { workspace in
      let first = try await workspace.flowform("import", Self.address)
      #expect(first.status == 0, "\(first.error)")
      #expect(workspace.writes.isEmpty)
      let record = try workspace.json()["resources"]?[Self.address]
      #expect(record?["origin"] == "adopted")
      #expect(record?["pk"] == (try await workspace.flow("there"))["pk"])
      #expect(try workspace.json()["serial"] == 1)
      let trace = try workspace.trace()
      let again = try await workspace.flowform("import", Self.address)
      #expect(again.status == 1)
      #expect(again.error.contains("already in the state"), "\(again.error)")
      #expect(try workspace.trace() == trace)
      // An imported object is no drift, and follows a rename in the file.
      #expect(try await workspace.flowform("drift").status == 0)
      #expect(
        try await workspace.flowform("state", "move", Self.address, "authentik_flows.flow[slug=new]").status
          == 0)
      let writes = try await workspace.apply(
        FlowText.blueprint(FlowText.flow("new", designation: "recovery")))
      #expect(writes == ["PATCH /api/v3/flows/instances/there/"])
      try await workspace.expectSettled()
    }
  }

  @Test func readsTheAddressesInsideAnAddress() async throws {
    try await Self.withFlow { workspace in
      let stage = try await workspace.add(["name": "no, never"], to: "/stages/deny/")
      for slug in ["there", "elsewhere"] {
        let flow = try await workspace.flow(slug)
        _ = try await workspace.add(
          ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 10], to: "/flows/bindings/")
      }
      let address =
        "authentik_flows.flowstagebinding[target=\(Self.address),order=10,stage=authentik_stages_deny.denystage[name=\"no, never\"]]"
      let imported = try await workspace.flowform("import", address, "--format", "json")
      #expect(imported.status == 0, "\(imported.error)")
      // The address in the plan's own spelling, so that an entry finds the record.
      let blueprint = """
        version: 1
        entries:
          - model: authentik_flows.flowstagebinding
            identifiers:
              order: 10
              stage: !Find [authentik_stages_deny.denystage, [name, "no, never"]]
              target: !Find [authentik_flows.flow, [slug, there]]
        """
      let plan = try await workspace.plan(blueprint)
      #expect(plan["changes"]?.list?.map { $0["action"] } == ["unchanged"], "\(JSONWriter.write(plan))")
      #expect(
        plan["changes"]?.list?.first?["address"]
          == (try JSONReader.read(imported.output))["imported"]?["address"])
    }
  }

  @Test(arguments: [
    ("authentik_flows.flow[slug=their]", 1, "did you mean `authentik_flows.flow[slug=there]`"),
    ("authentik_flows.flow[name=There]", 1, "matches 2 objects"),
    ("authentik_flow.flow[slug=there]", 1, "did you mean `authentik_flows.flow`"),
    ("authentik_flows.flow[slugg=there]", 1, "did you mean `slug`"), ("there", 64, "is not an address"),
    (
      "authentik_flows.flowstagebinding[order=1,target=authentik_flows.flow[slug=nowhere]]", 1, "slug=nowhere"
    ),
  ])
  func whatIsNotClearIsRefused(_ address: String, _ status: Int32, _ reason: String) async throws {
    try await Self.withFlow { workspace in
      let finished = try await workspace.flowform("import", address)
      #expect(finished.status == status)
      #expect(finished.error.contains(reason), "\(finished.error)")
      #expect(!workspace.exists("flowform.state.json"))
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func anObjectIsNotKnownUnderTwoAddresses() async throws {
    try await Self.withFlow { workspace in
      #expect(try await workspace.flowform("import", Self.address).status == 0)
      let second = try await workspace.flowform("import", "authentik_flows.flow[name=There,slug=there]")
      #expect(second.status == 1)
      #expect(second.error.contains("the object is in the state as \(Self.address)"), "\(second.error)")
    }
  }
}
