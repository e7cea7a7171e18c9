import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// Without `--allow-lockout`, no change is applied that would lock out the token's own user, or everybody.
struct LockoutTests {
  /// A plan that would lock users out, with the server prepared for it.
  struct Trial: Sendable, CustomTestStringConvertible {
    let what: String
    let blueprint: String
    let reason: String
    var testDescription: String { what }
  }

  private static func entry(_ model: String, _ rest: String) -> String {
    "version: 1\nentries:\n- model: \(model)\n\(rest)"
  }

  static let trials = [
    Trial(
      what: "a flow of the default brand",
      blueprint: entry("authentik_flows.flow", "  identifiers: {slug: login}\n  state: absent\n"),
      reason: "deletes the flow `flow_authentication` of the default brand"),
    Trial(
      what: "the own user",
      blueprint: entry("authentik_core.user", "  identifiers: {username: sandbox-admin}\n  state: absent\n"),
      reason: "deletes the token's own user"),
    Trial(
      what: "the superuser group",
      blueprint: entry("authentik_core.group", "  identifiers: {name: Admins}\n  state: absent\n"),
      reason: "takes the last superuser group from the token's own user"),
    Trial(
      what: "the user out of the group",
      blueprint: entry("authentik_core.group", "  identifiers: {name: Admins}\n  attrs: {users: []}\n"),
      reason: "takes the last superuser group from the token's own user"),
    Trial(
      what: "the group out of the user",
      blueprint: entry(
        "authentik_core.user", "  identifiers: {username: sandbox-admin}\n  attrs: {groups: []}\n"),
      reason: "takes the last superuser group from the token's own user"),
  ]

  private func prepare(_ workspace: Workspace) async throws {
    let flow = try await workspace.create([
      "slug": "login", "name": "Login", "title": "T", "designation": "authentication",
    ])
    try await workspace.add(
      ["domain": "default", "default": true, "flow_authentication": flow["pk"] ?? .null], to: "/core/brands/")
    let me = try await workspace.outside { try await $0.read("/core/users/me/") }
    try await workspace.add(
      ["name": "Admins", "is_superuser": true, "users": [me["user"]?["pk"] ?? .null]], to: "/core/groups/")
    workspace.sandbox.requests.reset()
  }

  @Test(arguments: trials)
  func isRefusedUnlessItIsMeant(_ trial: Trial) async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try workspace.write(trial.blueprint)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--out", "plan.json")
      #expect(plan.status == 2, "\(plan.error)")
      #expect(plan.error.contains("warning: apply refuses this"), "\(plan.error)")
      #expect(plan.error.contains(trial.reason), "\(plan.error)")
      for command in [["apply", "--yes"], ["apply", "--yes", "--plan", "plan.json"]] {
        let refused = try await workspace.flowform.run(command)
        #expect(refused.status == 1)
        #expect(refused.error.contains(trial.reason), "\(refused.error)")
        #expect(refused.error.contains("--allow-lockout"), "\(refused.error)")
      }
      #expect(workspace.writes.isEmpty)
      let allowed = try await workspace.flowform("apply", "--yes", "--allow-lockout")
      #expect(allowed.status == 0, "\(allowed.error)")
      #expect(workspace.writes.count == 1)
    }
  }

  @Test func aDeleteOfSomethingElseAsksForTheBrandAlone() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try await workspace.create(["slug": "x", "name": "X", "title": "T", "designation": "recovery"])
      try workspace.write(
        Self.entry("authentik_flows.flow", "  identifiers: {slug: x}\n  state: absent\n"))
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.reads.count { $0.contains("/core/brands/") } == 1)
      #expect(!workspace.reads.contains { $0.contains("/core/users/") || $0.contains("/core/groups/") })
    }
  }

  /// The server of `--sandbox` also knows its own user.
  @Test func theEmbeddedServerKnowsTheTokensUser() async throws {
    try await Workspace.with { workspace in
      let me = try await workspace.outside { try await $0.read("/core/users/me/") }
      #expect(me["user"]?["username"] == "sandbox-admin")
      #expect(me["user"]?["is_superuser"] == true)
    }
  }
}
