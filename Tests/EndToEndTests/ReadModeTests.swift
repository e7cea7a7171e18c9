import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import Testing

/// The requests that a plan needs, and the abilities of a token with few rights.
struct ReadModeTests {
  @Test(arguments: [EmbeddedCatalog.v2026_5_rc1, .v2024_8])
  func listsAThousandFlowsInAsManyPagesAsTheServerNeeds(_ version: EmbeddedCatalog) async throws {
    try await Workspace.with(version.configuration) { workspace in
      try workspace.write(FlowText.many(1000))
      let apply = try await workspace.flowform("apply", "--yes", "--format", "json")
      #expect(apply.status == 0, "\(apply.error)")
      let summary = try JSONReader.read(String(apply.output.split(separator: "\n").last ?? ""))
      #expect(summary["created"] == 1000)
      workspace.sandbox.requests.reset()
      let plan = try await workspace.flowform("plan", "--read", "list", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output.prefix(1000))")
      let pages = workspace.reads.filter { $0.hasPrefix("/api/v3/flows/instances/") }
      #expect(pages.count == version.pages)
      #expect(workspace.reads.count - pages.count <= 5)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func asksForOneFlowAloneHoweverManyThereAre() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(300))
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(FlowText.blueprint(FlowText.flow("flow-7", title: "Flow number 7")), to: "one.yaml")
      workspace.sandbox.requests.reset()
      let plan = try await workspace.flowform("plan", "one.yaml", "--state", "other.json")
      #expect(plan.status == 0)
      #expect(plan.output.contains("1 to adopt"))
      #expect(workspace.reads.filter { $0.hasPrefix("/api/v3/flows/instances/") }.count == 1)
    }
  }

  @Test func probingCreatesNothing() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(3))
      try await workspace.create([
        "slug": "flow-1", "name": "N", "title": "T", "designation": "recovery",
      ])
      let plan = try await workspace.flowform("plan", "--read", "probe", "--format", "json")
      #expect(plan.status == 0, "\(plan.error)")
      let document = try JSONReader.read(plan.output)
      #expect(document["summary"]?["create"] == 2)
      #expect(document["summary"]?["skipped"] == 1)
      let skipped = document["changes"]?.list?.first { $0["action"] == "skip" }
      #expect(skipped?["address"] == "authentik_flows.flow[slug=flow-1]")
      #expect(skipped?["reason"] == "unreadable")
      #expect(try await workspace.flowCount() == 1)
    }
  }

  @Test func aTokenThatMayOnlyAddCreatesOnceAndThenNothing() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(5))
      let flowform = workspace.flowform(token: "sandbox-add-only")
      let listed = try await flowform("plan", "--read", "list")
      #expect(listed.status == 1)
      #expect(listed.error.contains("authentik_flows.view_flow"))
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.output.contains("5 created"))
      let trace = try workspace.trace()
      workspace.sandbox.requests.reset()
      let again = try await flowform("apply", "--yes")
      #expect(again.status == 0, "\(again.error)")
      // The server refuses every probe, as intended. Nothing else is sent.
      #expect(!again.output.contains("1 created"))
      #expect(try await workspace.flowCount() == 5)
      #expect(try workspace.trace() == trace)
      #expect(try await flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  @Test func aTokenThatMayOnlyViewPlansAndCannotApply() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      let flowform = workspace.flowform(token: "sandbox-view-only")
      #expect(try await flowform("plan", "--detailed-exitcode").status == 2)
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains("authentik_flows.add_flow"))
      #expect(try await workspace.flowCount() == 0)
    }
  }
}

extension EmbeddedCatalog {
  /// How many pages a list of a thousand flows has: 2026.5 clamps a page to 100 objects, 2024.8 does not (recorded).
  fileprivate var pages: Int { self == .v2024_8 ? 1 : 10 }
}
