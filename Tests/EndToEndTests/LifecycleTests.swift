import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import Testing

/// From an empty server to an applied set, and through every kind of change. Each step ends with a plan without
/// changes.
struct LifecycleTests {
  private static let twoFlows = FlowText.blueprint(
    FlowText.flow("one", title: "First", more: ["layout: sidebar_left"]), FlowText.flow("two"))

  /// Checks that no more is written, neither to the server nor to the state.
  private func expectSettled(
    _ workspace: Workspace, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let before = try workspace.trace()
    workspace.sandbox.requests.reset()
    let apply = try await workspace.flowform("apply", "--yes")
    #expect(apply.status == 0, "\(apply.error)", sourceLocation: sourceLocation)
    #expect(workspace.writes.isEmpty, sourceLocation: sourceLocation)
    #expect(try workspace.trace() == before, sourceLocation: sourceLocation)
    #expect(!workspace.exists("flowform.state.json.journal"), sourceLocation: sourceLocation)
    #expect(!workspace.exists("flowform.state.json.lock"), sourceLocation: sourceLocation)
    let plan = try await workspace.flowform("plan", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.output)", sourceLocation: sourceLocation)
    #expect(plan.output.contains("no changes"), sourceLocation: sourceLocation)
  }

  /// The plan is shown if the user is asked about it.
  @Test func aQuietApplyShowsThePlanOnlyWithItsQuestion() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      let asking = try await workspace.flowform("apply", "-q")
      #expect(asking.status == 1 && asking.error.contains("pass --yes"), "\(asking.error)")
      #expect(asking.output.contains("First"), "\(asking.output)")
      let quiet = try await workspace.flowform("apply", "--yes", "-q")
      #expect(quiet.status == 0, "\(quiet.error)")
      #expect(quiet.output.contains("2 created") && !quiet.output.contains("First"), "\(quiet.output)")
    }
  }

  @Test func createsOnceAndThenNothing() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 2)
      #expect(workspace.writes.isEmpty)
      #expect(!workspace.exists("flowform.state.json"))
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.output.contains("2 created"))
      #expect(workspace.writes == ["POST /api/v3/flows/instances/", "POST /api/v3/flows/instances/"])
      #expect(try await workspace.flow("one")["layout"] == "sidebar_left")
      let state = try workspace.json()
      #expect(state["serial"] == 1)
      let record = state["resources"]?["authentik_flows.flow[slug=one]"]
      #expect(record?["origin"] == "created")
      #expect(record?["source"] == "blueprints/flows.yaml")
      #expect(record?["pk"] == (try await workspace.flow("one")["pk"]))
      try await expectSettled(workspace)
    }
  }

  @Test func patchesOnlyTheFieldsThatChanged() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(Self.twoFlows.replacing("First", with: "Renamed"))
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 2)
      let change = try #require(
        try JSONReader.read(plan.output)["changes"]?.list?.first { $0["action"] == "update" })
      #expect(change["fields"] == [["path": "title", "before": "First", "after": "Renamed"]])
      let before = try await workspace.flow("one")
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes == ["PATCH /api/v3/flows/instances/one/"])
      let after = try await workspace.flow("one")
      #expect(after["title"] == "Renamed")
      #expect(after["pk"] == before["pk"])
      try await expectSettled(workspace)
    }
  }

  @Test func tellsDriftFromAChangedBlueprint() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try await workspace.patch("one", ["title": "Changed by hand", "denied_action": "message"])
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 2)
      let change = try #require(
        try JSONReader.read(plan.output)["changes"]?.list?.first { $0["action"] == "update" })
      // Fields that the entry does not declare are ignored.
      #expect(
        change["fields"] == [
          ["path": "title", "before": "Changed by hand", "after": "First", "drift": true]
        ])
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flow("one")["title"] == "First")
      #expect(try await workspace.flow("one")["denied_action"] == "message")
      try await expectSettled(workspace)
    }
  }

  @Test func adoptsWhatIsThereWithoutAWrite() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      for (slug, title) in [("one", "First"), ("two", "T")] {
        try await workspace.create([
          "slug": .string(slug), "name": .string("Name of \(slug)"), "title": .string(title),
          "designation": "authentication", "layout": slug == "one" ? "sidebar_left" : "stacked",
        ])
      }
      workspace.sandbox.requests.reset()
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 0)
      #expect(try JSONReader.read(plan.output)["summary"]?["adopt"] == 2)
      let apply = try await workspace.flowform("apply", "--yes", "--format", "json")
      #expect(apply.status == 0)
      #expect(workspace.writes.isEmpty)
      let summary = try JSONReader.read(String(apply.output.split(separator: "\n").last ?? ""))
      #expect(summary["adopted"] == 2)
      #expect(
        try workspace.json()["resources"]?["authentik_flows.flow[slug=one]"]?["origin"] == "adopted")
      try await expectSettled(workspace)
    }
  }

  @Test func deletesWhatIsAbsentAndForgetsIt() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(
        FlowText.blueprint(FlowText.flow("one", state: "absent"), FlowText.flow("two")))
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes == ["DELETE /api/v3/flows/instances/one/"])
      #expect(try await workspace.flowCount() == 1)
      #expect(try workspace.json()["resources"]?["authentik_flows.flow[slug=one]"] == nil)
      try await expectSettled(workspace)
    }
  }

  @Test func renamesInPlaceWhereTheEntryKeepsItsID() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("old", id: "login")))
      _ = try await workspace.flowform("apply", "--yes")
      let key = try await workspace.flow("old")["pk"]
      try workspace.write(FlowText.blueprint(FlowText.flow("new", id: "login")))
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes == ["PATCH /api/v3/flows/instances/old/"])
      #expect(try await workspace.flow("new")["pk"] == key)
      #expect(try workspace.json()["resources"]?.map?.keys.count == 1)
      try await expectSettled(workspace)
    }
  }

  @Test func patchesBackWhatWasRenamedOutside() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try await workspace.patch("one", ["slug": "elsewhere"])
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes == ["PATCH /api/v3/flows/instances/elsewhere/"])
      #expect(try await workspace.flowCount() == 2)
      try await expectSettled(workspace)
    }
  }

  @Test func createsAgainWhatWasDeletedOutside() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try await workspace.delete("one")
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.output.contains("1 created"))
      try await expectSettled(workspace)
    }
  }

  @Test func listsLeftoversAndPrunesOnlyWhatItCreated() async throws {
    try await Workspace.with { workspace in
      try await workspace.create([
        "slug": "two", "name": "Name of two", "title": "T", "designation": "authentication",
      ])
      try workspace.write(Self.twoFlows)
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write("version: 1\nentries: []\n")
      let plan = try await workspace.flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0)
      #expect(plan.output.contains("authentik_flows.flow[slug=one]"))
      let apply = try await workspace.flowform("apply", "--yes", "--prune")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flowCount() == 1)
      #expect(try await workspace.flow("two")["slug"] == "two")
    }
  }

  @Test func refusesToDeleteMoreThanAllowed() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(6))
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(
        FlowText.blueprint((0..<6).map { FlowText.flow("flow-\($0)", state: "absent") }))
      workspace.sandbox.requests.reset()
      let refused = try await workspace.flowform("apply", "--yes")
      #expect(refused.status == 1)
      #expect(refused.error.contains("--max-deletes 6"))
      #expect(workspace.writes.isEmpty)
      #expect(try await workspace.flowform("apply", "--yes", "--max-deletes", "6").status == 0)
      #expect(try await workspace.flowCount() == 0)
    }
  }

  @Test func asksAndTakesSilenceForANo() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.twoFlows)
      let apply = try await workspace.flowform("apply", input: "yes\n")
      #expect(apply.status == 1)
      #expect(apply.error.contains("--yes"))
      #expect(workspace.writes.isEmpty)
    }
  }
}
