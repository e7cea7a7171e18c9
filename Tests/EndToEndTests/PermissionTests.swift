import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// Permissions that entries grant to roles, and secrets that the server never returns.
struct PermissionTests {
  private static let granting = """
    version: 1
    entries:
      - model: authentik_rbac.role
        id: editors
        identifiers: {name: editors}
        attrs:
          permissions: [authentik_flows.view_flow, authentik_flows.add_flow]
      - model: authentik_flows.flow
        identifiers: {slug: shared}
        attrs: {name: Shared, title: T, designation: recovery}
        permissions:
          - permission: authentik_flows.change_flow
            role: !KeyOf editors
    """

  private static let secrets = """
    version: 1
    entries:
      - model: authentik_core.user
        id: robot
        identifiers: {username: robot}
        attrs: {name: Robot, password: !Env ROBOT_PASSWORD}
      - model: authentik_core.token
        identifiers: {identifier: robot-token}
        attrs: {intent: api, user: !KeyOf robot, key: !Env ROBOT_KEY}
    """

  @Test func permissionsAreGrantedOnce() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.granting)
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count { $0.hasSuffix("/assign/") } == 2)
      let granted = try await workspace.outside {
        try await $0.read(
          "/rbac/permissions/assigned_by_roles/", query: [("model", "authentik_flows.flow")])
      }
      let role = try #require(granted["results"]?.list?.first)
      #expect(role["object_permissions"]?.list?.map { $0["codename"] } == ["change_flow"])
      #expect(role["model_permissions"]?.list?.count == 2)
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
      // Another state does not know the granted permissions, and asks the server if possible.
      let other = try await workspace.flowform("plan", "--state", "other.json", "--format", "json")
      let role2 = try JSONReader.read(other.output)["changes"]?.list?.first
      #expect(role2?["action"] == "adopt")
    }
  }

  private static let grantingToUser = """
    version: 1
    entries:
      - model: authentik_core.user
        id: someone
        identifiers: {username: someone}
        attrs: {name: Someone, permissions: [authentik_flows.add_flow]}
      - model: authentik_flows.flow
        identifiers: {slug: shared}
        attrs: {name: Shared, title: T, designation: recovery}
        permissions:
          - permission: authentik_flows.change_flow
            user: !KeyOf someone
    """

  /// The role that the server itself would have created for the user is created by hand.
  @Test func aPermissionForAUserNeedsTheUsersOwnRole() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.grantingToUser)
      let refused = try await workspace.flowform("plan")
      #expect(refused.status == 1)
      #expect(
        refused.error.contains("flows.yaml:6:41: error: the API grants permissions to roles"),
        "\(refused.error)")
      #expect(refused.error.contains("flows.yaml:11:9: error: the API grants permissions to roles"))
      try await workspace.outside { api in
        let user = try await api.write(
          APIRequest(.post, "/core/users/", body: ["username": "someone", "name": "Someone"]))
        let name = "ak-managed-role--user-\(user["pk"]?.integer ?? 0)"
        _ = try await api.write(APIRequest(.post, "/rbac/roles/", body: ["name": .string(name)]))
      }
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count { $0.contains("/assigned_by_roles/") } == 2)
      let granted = try await workspace.outside {
        try await $0.read(
          "/rbac/permissions/assigned_by_roles/", query: [("model", "authentik_flows.flow")])
      }
      let role = try #require(granted["results"]?.list?.first)
      #expect(role["object_permissions"]?.list?.map { $0["codename"] } == ["change_flow"])
      #expect(role["model_permissions"]?.list?.map { $0["codename"] } == ["add_flow"])
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func olderServersGrantToUsers() async throws {
    var configuration = SandboxConfiguration()
    configuration.version = .v2024_8
    try await Workspace.with(configuration) { workspace in
      try workspace.write(Self.grantingToUser)
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count { $0.contains("/assigned_by_users/") } == 2)
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func secretsAreSetOnceAndShownNowhere() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.secrets)
      var flowform = workspace.flowform
      flowform.variables["ROBOT_PASSWORD"] = "correct horse"
      flowform.variables["ROBOT_KEY"] = "battery staple"
      let plan = try await flowform("plan", "--out", "plan.json", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 2, "\(plan.error)")
      let apply = try await flowform("apply", "--plan", "plan.json", "--yes", "-v")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count { $0.hasSuffix("/set_password/") || $0.hasSuffix("/set_key/") } == 2)
      workspace.sandbox.requests.reset()
      let again = try await flowform("apply", "--yes")
      #expect(again.status == 0, "\(again.error)")
      #expect(workspace.writes.isEmpty)
      let texts = [
        plan.output, plan.error, apply.output, apply.error, again.output, try workspace.read("plan.json"),
        try workspace.read("flowform.state.json"),
      ]
      for text in texts {
        #expect(!text.contains("correct horse"))
        #expect(!text.contains("battery staple"))
      }
      flowform.variables["ROBOT_KEY"] = "another"
      let change = try await flowform("apply", "--yes")
      #expect(change.status == 0)
      #expect(workspace.writes.map { $0.suffix(9) } == ["/set_key/"])
    }
  }
}
