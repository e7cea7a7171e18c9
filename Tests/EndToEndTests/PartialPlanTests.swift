import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// A plan of a part of the set reads only what the part needs, however much the state knows.
struct PartialPlanTests {
  /// Kinds that need nothing but a name, with the identifier and the other fields of each.
  private static let kinds: [(model: String, name: String, attributes: String)] = [
    ("authentik_brands.brand", "domain", ""), ("authentik_core.application", "slug", "name: N"),
    ("authentik_core.group", "name", ""), ("authentik_core.user", "username", "name: N"),
    ("authentik_flows.flow", "slug", "name: N, title: T, designation: recovery"),
    ("authentik_policies_dummy.dummypolicy", "name", ""),
    ("authentik_policies_event_matcher.eventmatcherpolicy", "name", "action: login"),
    ("authentik_policies_expression.expressionpolicy", "name", "expression: return True"),
    ("authentik_policies_reputation.reputationpolicy", "name", "check_ip: true"),
    ("authentik_providers_oauth2.scopemapping", "name", "scope_name: s, expression: 'return {}'"),
    ("authentik_rbac.role", "name", ""), ("authentik_stages_consent.consentstage", "name", ""),
    ("authentik_stages_deny.denystage", "name", ""), ("authentik_stages_dummy.dummystage", "name", ""),
    ("authentik_stages_identification.identificationstage", "name", "user_fields: [email]"),
    ("authentik_stages_invitation.invitationstage", "name", ""),
    ("authentik_stages_user_delete.userdeletestage", "name", ""),
    ("authentik_stages_user_login.userloginstage", "name", ""),
    ("authentik_stages_user_logout.userlogoutstage", "name", ""),
    ("authentik_stages_user_write.userwritestage", "name", ""),
  ]

  private static let others =
    "version: 1\nentries:\n"
    + kinds.flatMap { kind in
      // Policies of all kinds share their names.
      let name = kind.model.split(separator: ".")[1]
      return (0..<100).map {
        "- {model: \(kind.model), identifiers: {\(kind.name): \(name)-\($0)}, attrs: {\(kind.attributes)}}\n"
      }
    }.joined()

  private static let count = kinds.count * 100

  /// What the part asks for, and the requests that its plan makes.
  enum Part: String, CaseIterable, Sendable {
    case unchanged, changed, new, renamed, deleted, references, binding

    var text: String {
      switch self {
      case .unchanged: FlowText.blueprint(FlowText.flow("one", id: "one"))
      case .changed: FlowText.blueprint(FlowText.flow("one", title: "New", id: "one"))
      case .new: FlowText.blueprint(FlowText.flow("one", id: "one"), FlowText.flow("two"))
      case .renamed: FlowText.blueprint(FlowText.flow("renamed", id: "one"))
      case .deleted: FlowText.blueprint(FlowText.flow("one", state: "absent"))
      case .references:
        FlowText.blueprint(FlowText.flow("one", id: "one")) + """
            - model: authentik_brands.brand
              identifiers: {domain: one}
              attrs:
                flow_authentication: !KeyOf one
                flow_recovery: !Find [authentik_flows.flow, [slug, flow-7]]

          """
      case .binding:
        """
        version: 1
        entries:
          - model: authentik_flows.flowstagebinding
            identifiers:
              target: !Find [authentik_flows.flow, [slug, flow-1]]
              stage: !Find [authentik_stages_deny.denystage, [name, denystage-2]]
              order: 1

        """
      }
    }

    /// Every plan asks for the server's version, and for its blueprint instances, which may describe the same objects.
    var requests: [String] {
      let flow = "/api/v3/flows/instances/"
      let always = ["/api/v3/admin/version/", "/api/v3/managed/blueprints/"]
      return (always + own(flow)).sorted()
    }

    private func own(_ flow: String) -> [String] {
      switch self {
      // The flow by its slug, which also has the recorded primary key.
      case .unchanged, .changed: [flow]
      // The first page of the list settles both, or leaves the new one to a look-up by its slug.
      case .new: [flow, flow]
      // By the new slug, and by the recorded primary key.
      case .renamed: [flow, flow]
      // By its slug, what the server would delete along, and whether the default brand uses it.
      case .deleted: [flow, flow + "one/used_by/", "/api/v3/core/brands/"]
      // The flow of `!Find`, the entry's own flow, and the brand.
      case .references: [flow, flow, "/api/v3/core/brands/"]
      // The two objects of `!Find`, the left-over flow of the file, and the binding.
      case .binding: [flow, flow, "/api/v3/stages/deny/", "/api/v3/flows/bindings/"]
      }
    }
  }

  /// A state of 2,001 objects of twenty kinds, one of them from `one.yaml`.
  private static func with(_ body: @escaping @Sendable (Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      try workspace.write(others, to: "blueprints/others.yaml")
      try workspace.write(Part.unchanged.text, to: "blueprints/one.yaml")
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try workspace.json()["resources"]?.map?.count == count + 1)
      workspace.sandbox.requests.reset()
      try await body(workspace)
    }
  }

  private static let note =
    "note: \(count) objects of the state are outside of this plan and were not checked for left-overs; to check them, plan all blueprints\n"

  @Test func asksForNothingElse() async throws {
    try await Self.with { workspace in
      for part in Part.allCases {
        try workspace.write(part.text, to: "blueprints/one.yaml")
        workspace.sandbox.requests.reset()
        let plan = try await workspace.flowform("plan", "blueprints/one.yaml", "--out", "plan.json")
        #expect(plan.status == 0 && plan.error == Self.note, "\(part): \(plan.error)")
        #expect(workspace.reads.count <= 6, "\(part)")
        let paths = workspace.reads.map { String($0.prefix { $0 != "?" }) }.sorted()
        #expect(paths == part.requests, "\(part): \(workspace.reads)")
      }
      try workspace.write(Part.changed.text, to: "blueprints/one.yaml")
      for name in ["authentik_flows.flow[slug=one]", "blueprints/one.yaml", "one"] {
        workspace.sandbox.requests.reset()
        let plan = try await workspace.flowform("plan", "--only", name)
        #expect(plan.output.contains("1 to update") && plan.error == Self.note, "\(plan.error)")
        #expect(workspace.reads.count == 3, "\(workspace.reads)")
      }
    }
  }

  /// An apply of a part leaves the rest of the state alone, from a saved plan as well.
  @Test(arguments: [true, false]) func leavesTheOtherRecords(isSaved: Bool) async throws {
    try await Self.with { workspace in
      let before = try workspace.json()["resources"]?.map ?? [:]
      // Gone from the server, and from no file of the part.
      let record = try #require(before["authentik_stages_deny.denystage[name=denystage-3]"])
      let stage = try #require(record["pk"]?.string)
      _ = try await workspace.outside { try await $0.write(APIRequest(.delete, "/stages/deny/\(stage)/")) }
      try workspace.write(Part.renamed.text, to: "blueprints/one.yaml")
      workspace.sandbox.requests.reset()
      let options: [String]
      if isSaved {
        let plan = try await workspace.flowform(
          "plan", "blueprints/one.yaml", "--prune", "--out", "plan.json")
        #expect(plan.status == 0 && !plan.error.contains("gone"), "\(plan.error)")
        options = ["--plan", "plan.json"]
      } else {
        options = ["--prune", "blueprints/one.yaml"]
      }
      let apply = try await workspace.flowform.run(["apply", "--yes"] + options)
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes == ["PATCH /api/v3/flows/instances/one/"])
      var after = try workspace.json()["resources"]?.map ?? [:]
      #expect(after.removeValue(forKey: "authentik_flows.flow[slug=renamed]") != nil)
      #expect(
        .map(after) == Value.map(before.filter { $0.key != "authentik_flows.flow[slug=one]" }))
      workspace.sandbox.requests.reset()
      #expect(
        try await workspace.flowform("apply", "--yes", "--prune", "blueprints/one.yaml").status == 0)
      #expect(workspace.writes.isEmpty)
      // The whole set finds what is gone.
      let whole = try await workspace.flowform("plan")
      #expect(whole.output.contains("create authentik_stages_deny.denystage[name=denystage-3]"))
    }
  }

  /// What a file of the part does not describe any more is left over, and so is what a deleted file below its
  /// directory described.
  @Test func leftOversOfThePartAreListed() async throws {
    try await Workspace.with { workspace in
      for name in ["part/one", "part/deleted", "other/two"] {
        let slug = String(name.split(separator: "/")[1])
        try workspace.write(FlowText.blueprint(FlowText.flow(slug)), to: "blueprints/\(name).yaml")
      }
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      try workspace.remove("blueprints/part/deleted.yaml")
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/part/one.yaml")
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/other/two.yaml")
      func leftovers(_ paths: String...) async throws -> [String] {
        let plan = try await workspace.flowform.run(["plan", "--format", "json"] + paths)
        #expect(plan.status == 0, "\(plan.error)")
        let rows = try JSONReader.read(plan.output)["leftovers"]?.list ?? []
        return rows.compactMap { $0["source"]?.string }
      }
      #expect(
        try await leftovers("blueprints/part") == [
          "blueprints/part/deleted.yaml", "blueprints/part/one.yaml",
        ])
      #expect(try await leftovers("./blueprints/part/one.yaml") == ["blueprints/part/one.yaml"])
      #expect(try await leftovers().count == 3)
      try workspace.write("paths: [blueprints/part, blueprints/other]\n", to: "flowform.yaml")
      #expect(try await leftovers("blueprints").count == 3)
      #expect(try await leftovers("blueprints/other", "blueprints/part").count == 3)
      #expect(try await leftovers("blueprints/other") == ["blueprints/other/two.yaml"])
    }
  }

  /// If the objects of the part do not tell whose state it is, the others do.
  @Test func aForeignStateIsStillRefused() async throws {
    try await Workspace.with { first in
      try first.write(FlowText.many(3), to: "blueprints/others.yaml")
      #expect(try await first.flowform("apply", "--yes").status == 0)
      try await Workspace.with { second in
        try second.write(FlowText.many(3))
        #expect(try await second.flowform("apply", "--yes").status == 0)
        try second.write(try first.read("flowform.state.json"), to: "flowform.state.json")
        try second.write(FlowText.blueprint(FlowText.flow("new")), to: "one.yaml")
        let plan = try await second.flowform("plan", "one.yaml")
        #expect(plan.status == 1)
        #expect(plan.error.contains("belongs to another server"), "\(plan.error)")
      }
    }
  }
}
