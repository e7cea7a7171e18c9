import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// `flowform permissions` lists the permissions that a token needs for blueprints, and they are enough.
struct PermissionsCommandTests {
  private static let special = """
    version: 1
    entries:
      - model: authentik_core.user
        identifiers: {username: robot}
        attrs: {name: Robot, password: correct horse}
      - model: authentik_core.token
        identifiers: {identifier: t}
        attrs: {user: !Find [authentik_core.user, [username, admin]], key: battery staple}
      - model: authentik_core.group
        identifiers: {name: admins}
        attrs: {is_superuser: true}
      - model: authentik_rbac.role
        id: role
        identifiers: {name: editors}
        attrs: {permissions: [authentik_flows.view_flow]}
      - model: authentik_flows.flow
        identifiers: {slug: old}
        state: absent
      - model: authentik_flows.flowstagebinding
        state: created
        identifiers:
          order: 0
          target: !Find [authentik_flows.flow, [slug, there]]
          stage: !Find [authentik_flows.stage, [name, there]]
      - model: authentik_policies.policybinding
        identifiers:
          order: 0
          policy: !Find [authentik_policies.policy, [name, there]]
          target: !Find [authentik_flows.flowstagebinding, [target__slug, there]]
        permissions:
          - {permission: authentik_policies.view_policybinding, role: !KeyOf role}
    """

  @Test func areThoseOfTheKindsAndOfWhatElseIsAsked() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.special)
      let permissions = try await workspace.flowform("permissions")
      #expect(permissions.status == 0, "\(permissions.error)")
      Snapshot.expect(permissions.output, "permissions")
      let old = try await workspace.flowform(
        "permissions", "--server-version", "2024.8", "--prune", "--format", "json")
      #expect(old.error.contains("has no permission authentik_core.set_token_key"), "\(old.error)")
      let rows = try JSONReader.read(old.output)["permissions"]?.list ?? []
      let names = rows.compactMap { $0["permission"]?.string }
      #expect(names == names.sorted())
      #expect(!names.contains("authentik_core.set_token_key"))
      #expect(names.contains("authentik_core.delete_group"))
      #expect(workspace.sandbox.requests.entries.isEmpty)
    }
  }

  /// 2024.8 grants permissions to users directly, later versions through a role.
  @Test(arguments: [
    ("2024.8", "permissions: [{permission: authentik_flows.view_flow, user: !KeyOf holder}]", true),
    ("2024.8", "permissions: [{permission: authentik_flows.view_flow, role: !KeyOf role}]", false),
    ("2024.8", "attrs: {permissions: [authentik_flows.view_flow]}", true),
    ("2026.5", "permissions: [{permission: authentik_flows.view_flow, role: !KeyOf role}]", false),
  ])
  func thoseToGrantAreOfTheHolder(_ version: String, _ line: String, _ isUser: Bool) async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        """
        version: 1
        entries:
          - {model: authentik_rbac.role, id: role, identifiers: {name: editors}}
          - model: authentik_core.user
            id: holder
            identifiers: {username: holder}
          - model: authentik_core.user
            identifiers: {username: robot}
            \(line)
        """)
      let listed = try await workspace.flowform(
        "permissions", "--server-version", version, "--format", "json")
      let rows = try JSONReader.read(listed.output)["permissions"]?.list ?? []
      let names = rows.compactMap { $0["permission"]?.string }.filter { $0.contains("assign_") }
      #expect(
        names == [
          isUser ? "authentik_core.assign_user_permissions" : "authentik_rbac.assign_role_permissions"
        ],
        "\(listed.error)")
    }
  }

  /// Runs over every kind of every version, with the names in the server's own document of blueprints.
  @Test(.needsSharedMaterial, arguments: [("2024.8", EmbeddedCatalog.v2024_8), ("2026.5", .v2026_5_rc1)])
  func haveTheServersOwnNames(_ version: String, _ embedded: EmbeddedCatalog) async throws {
    let document = try JSONReader.read(
      SharedMaterial.bytes("authentik/\(version)/blueprint-schema.json"))
    let known = Self.permissions(in: document)
    #expect(known.count > 400)
    let files = SharedMaterial.files(below: "authentik/\(version)/blueprints", ending: ".yaml")
      .map { SharedMaterial.path + "/" + $0 }
    try await Workspace.with { workspace in
      try workspace.write(Self.special)
      let finished = try await workspace.flowform.run(
        ["permissions", "--prune", "--format", "json", "--server-version", version, "blueprints"] + files)
      #expect(finished.status == 0, "\(finished.error)")
      let rows = try JSONReader.read(finished.output)["permissions"]?.list ?? []
      #expect(rows.count > 100)
      #expect(rows.compactMap { $0["permission"]?.string }.filter { !known.contains($0) } == [])
    }
  }

  private static func permissions(in value: Value) -> Set<String> {
    switch value {
    case .list(let items):
      let names = items.compactMap(\.string)
      if names.contains("authentik_flows.view_flow") { return Set(names) }
      return items.reduce(into: []) { $0.formUnion(permissions(in: $1)) }
    case .map(let entries): return entries.values.reduce(into: []) { $0.formUnion(permissions(in: $1)) }
    default: return []
    }
  }

  @Test func aRoleThatHasThemCanBeApplied() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.special)
      let role = try await workspace.flowform("permissions", "--format", "yaml", "--role", "ci")
      let writes = try await workspace.apply(role.output)
      #expect(writes.count { $0.hasSuffix("/assign/") } == 1)
      #expect(try await workspace.objects("/rbac/roles/").map { $0["name"] } == ["ci"])
      try await workspace.expectSettled()
    }
  }

  /// The project's own examples, with one token per permission that lacks only that one.
  @Test func areEnoughAndNoneIsTooMany() async throws {
    let files = ProjectRoot.url.appending(path: "blueprints").path
    let listed = try await Workspace.with { workspace in
      try JSONReader.read(try await workspace.flowform("permissions", "--format", "json", files).output)
    }
    let needed = (listed["permissions"]?.list ?? []).compactMap { $0["permission"]?.string }
    #expect(needed.count > 30)
    let tokens =
      needed.map {
        SandboxToken(
          token: "without-\($0)", username: "without-\($0)", permissions: Set(needed).subtracting([$0]))
      } + [SandboxToken(token: "exact", username: "exact", permissions: Set(needed))]
    var configuration = SandboxConfiguration()
    configuration.tokens += tokens
    // A token that may not add a kind gets an error. Each run has an empty server, since the other kinds are created
    // all the same.
    for permission in needed where permission.contains(".add_") {
      try await Workspace.with(configuration) { workspace in
        let apply = try await workspace.flowform(token: "without-\(permission)")("apply", "--yes", files)
        #expect(apply.status == 1)
        #expect(apply.error.contains(permission), "\(permission): \(apply.error)")
      }
    }
    try await Workspace.with(configuration) { workspace in
      let apply = try await workspace.flowform(token: "exact")("apply", "--yes", files)
      #expect(apply.status == 0, "\(apply.error)")
      // A token that may not view a kind cannot list it.
      for permission in needed where permission.contains(".view_") {
        let plan = try await workspace.flowform(token: "without-\(permission)")(
          "plan", "--read", "list", files)
        #expect(plan.status == 1)
        #expect(plan.error.contains(permission), "\(permission): \(plan.error)")
      }
      try await workspace.patch("acme-login", ["title": "Somebody else's"])
      let change = "authentik_flows.change_flow"
      #expect(needed.contains(change))
      let refused = try await workspace.flowform(token: "without-\(change)")("apply", "--yes", files)
      #expect(refused.status == 1)
      #expect(refused.error.contains(change), "\(refused.error)")
      #expect(try await workspace.flowform(token: "exact")("apply", "--yes", files).status == 0)
      let plan = try await workspace.flowform(token: "exact")("plan", "--detailed-exitcode", files)
      #expect(plan.status == 0, "\(plan.output)")
    }
  }
}
