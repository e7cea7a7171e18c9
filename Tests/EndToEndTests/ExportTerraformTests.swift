import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// `flowform export --terraform`: which objects come from Terraform's state, and under which names.
struct ExportTerraformTests {
  /// What Terraform made: a flow in a module with a stage, its binding, two groups, and a provider with a secret.
  private static func fill(_ workspace: Workspace) async throws -> TerraformFile {
    let flow = try await workspace.create([
      "name": "Login", "slug": "login", "title": "Welcome", "designation": "authentication",
    ])
    _ = try await workspace.create([
      "name": "Consent", "slug": "consent", "title": "C", "designation": "authorization",
    ])
    let stage = try await workspace.add(["name": "login-deny"], to: "/stages/deny/")
    let binding = try await workspace.add(
      ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 10], to: "/flows/bindings/")
    let staff = try await workspace.add(["name": "staff"], to: "/core/groups/")
    let other = try await workspace.add(["name": "other"], to: "/core/groups/")
    let access = try await workspace.add(
      ["target": flow["pk"] ?? .null, "group": staff["pk"] ?? .null, "order": 0], to: "/policies/bindings/")
    let consent = try await workspace.flow("consent")
    let provider = try await workspace.add(
      [
        "name": "Grafana", "authorization_flow": consent["pk"] ?? .null,
        "invalidation_flow": consent["pk"] ?? .null, "redirect_uris": [], "client_id": "grafana",
        "client_secret": "correct horse",
      ], to: "/providers/oauth2/")
    return TerraformFile([
      .init(
        "authentik_flow", "login",
        ["id": "login", "uuid": flow["pk"] ?? .null, "name": "Login", "slug": "login"]
      ).of(module: "module.sso"),
      .init("authentik_stage_deny", "login", ["id": stage["pk"] ?? .null, "name": "login-deny"])
        .of(module: "module.sso"),
      .init("authentik_flow_stage_binding", "login", index: 0, ["id": binding["pk"] ?? .null])
        .of(module: "module.sso"),
      .init("authentik_group", "team", index: "staff", ["id": staff["pk"] ?? .null, "name": "staff"]),
      .init("authentik_group", "team", index: "the others", ["id": other["pk"] ?? .null]),
      .init("authentik_policy_binding", "access", ["id": access["pk"] ?? .null]),
      .init(
        "authentik_provider_oauth2", "grafana",
        [
          "id": .string("\(provider["pk"]?.integer ?? 0)"), "name": "Grafana",
          "client_secret": "correct horse",
        ]),
      .init("authentik_flow", "consent", ["id": consent["pk"] ?? .null, "slug": "consent"]).of(mode: "data"),
      .init("tls_private_key", "key", ["id": "1", "private_key_pem": "battery staple"])
        .of(provider: "registry.terraform.io/hashicorp/tls"),
    ])
  }

  @Test func theObjectsOfTheStateAreExportedUnderTheirNames() async throws {
    try await Workspace.with { workspace in
      let file = try await Self.fill(workspace)
      try workspace.write(file.state, to: "terraform.tfstate")
      let export = try await workspace.flowform("export", "--terraform", "terraform.tfstate")
      #expect(export.status == 0, "\(export.error)")
      Snapshot.expect(export.output, "terraform")
      #expect(export.error.contains("1 data source is left out"))
      #expect(export.error.contains("1 resource of another provider stays with Terraform: hashicorp/tls"))
      for text in [export.output, export.error] {
        #expect(!text.contains("correct horse") && !text.contains("battery staple"))
      }
      #expect(!workspace.exists("flowform.state.json"))
      for (input, form) in [(file.state, "state"), (file.shown, "show -json")] {
        let piped = try await workspace.flowform.run(["export", "--terraform", "-"], input: input)
        #expect(piped.status == 0, "\(piped.error)")
        #expect(piped.output == export.output, "\(form)")
      }
      try workspace.write(export.output)
      let plan = try await workspace.flowform("plan", "--format", "json")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      #expect(changes.count == 7)
      #expect(changes.allSatisfy { $0["action"] == "adopt" }, "\(plan.output)")
    }
  }

  @Test func adoptedObjectsPlanToNothingAndMayBePruned() async throws {
    try await Workspace.with { workspace in
      let file = try await Self.fill(workspace)
      try workspace.write(file.state, to: "terraform.tfstate")
      let options = [
        "export", "--terraform", "terraform.tfstate", "--out", "blueprints/moved.yaml", "--adopt",
      ]
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/other.yaml")
      workspace.sandbox.requests.reset()
      let export = try await workspace.flowform.run(options)
      #expect(export.status == 0, "\(export.error)")
      #expect(export.output.isEmpty)
      #expect(
        export.error.contains("recorded 7 objects in flowform.state.json as created"), "\(export.error)")
      #expect(workspace.writes.isEmpty)
      let records = try workspace.json()["resources"]?.map ?? [:]
      #expect(records.count == 7)
      #expect(
        records.values.allSatisfy { $0["origin"] == "created" && $0["source"] == "blueprints/moved.yaml" })
      #expect(!(try workspace.read("flowform.state.json")).contains("correct horse"))
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      #expect(changes.allSatisfy { $0["action"] == "unchanged" }, "\(plan.output)")
      try await workspace.expectSettled()
      // Again changes nothing, neither the file nor the state.
      let (text, trace) = (try workspace.read("blueprints/moved.yaml"), try workspace.trace())
      #expect(try await workspace.flowform.run(options).status == 0)
      #expect(try workspace.read("blueprints/moved.yaml") == text)
      #expect(try workspace.trace() == trace)
      // What Terraform made can go like anything that flowform made.
      let groups = text.components(separatedBy: "\n\n").filter { !$0.contains("name: other") }
      try workspace.write(groups.joined(separator: "\n\n"), to: "blueprints/moved.yaml")
      let prune = try await workspace.flowform("apply", "--yes", "--prune")
      #expect(prune.status == 0, "\(prune.error)\(prune.output)")
      let names = try await workspace.objects("/core/groups/").compactMap { $0["name"]?.string }
      #expect(names.contains("staff") && !names.contains("other"))
      try await workspace.expectSettled()
    }
  }

  /// The state may hold other objects of this server, and some of these as adopted; never those of another server.
  @Test func anExistingStateIsMergedUnlessItIsOfAnotherServer() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(
        """
        version: 1
        entries:
          - {model: authentik_core.group, identifiers: {name: own}}
        """)
      let file = try await Self.fill(workspace)
      try workspace.write(file.state, to: "terraform.tfstate")
      #expect(try await workspace.flowform("import", "authentik_core.group[name=staff]").status == 0)
      let options = [
        "export", "--terraform", "terraform.tfstate", "--adopt", "--out", "blueprints/moved.yaml",
      ]
      let export = try await workspace.flowform.run(options)
      #expect(export.status == 0, "\(export.error)")
      let records = try workspace.json()["resources"]?.map ?? [:]
      #expect(records.count == 8)
      #expect(records.values.allSatisfy { $0["origin"] == "created" }, "\(records)")
      try await workspace.expectSettled()
      let state = try workspace.read("flowform.state.json")
      try await Workspace.with { other in
        let file = try await Self.fill(other)
        try other.write(file.state, to: "terraform.tfstate")
        try other.write(state, to: "flowform.state.json")
        let refused = try await other.flowform.run(options)
        #expect(refused.status == 1)
        #expect(refused.error.contains("belongs to another server"), "\(refused.error)")
        #expect(!other.exists("blueprints/moved.yaml"))
        #expect(try other.read("flowform.state.json") == state)
      }
    }
  }

  @Test func whatCannotBeExportedIsTold() async throws {
    try await Workspace.with { workspace in
      var file = try await Self.fill(workspace)
      let role = try await workspace.add(["name": "editors"], to: "/rbac/roles/")
      try await workspace.outside {
        _ = try await $0.write(
          APIRequest(
            .post, "/rbac/permissions/assigned_by_roles/\(role["pk"]?.string ?? "")/assign/",
            body: ["permissions": ["authentik_flows.view_flow"]]))
      }
      let key = role["pk"] ?? .null
      let flow = try await workspace.flow("login")
      file.instances += [
        .init("authentik_rbac_role", "editors", ["id": key, "name": "editors"]),
        .init(
          "authentik_rbac_permission_role", "view",
          ["id": "5", "role": key, "permission": "authentik_flows.view_flow"]),
        .init(
          "authentik_rbac_permission_role", "edit",
          [
            "id": "6", "role": key, "permission": "authentik_flows.change_flow",
            "model": "authentik_flows.flow", "object_id": flow["pk"] ?? .null,
          ]),
        .init("authentik_stage_dummy", "gone", ["id": "7a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a09"]),
        .init("authentik_flow", "again", ["id": "login", "uuid": flow["pk"] ?? .null]),
        .init("authentik_system_settings", "settings", ["id": "system_settings"]),
        .init("authentik_hologram", "future", ["id": "1"]),
        .init("authentik_stage_dummy", "unsaved", ["name": "no id"]),
        .init(
          "authentik_outpost_provider_attachment", "embedded",
          ["id": "1:2", "outpost": "7a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a10", "protocol_provider": 2]),
      ]
      try workspace.write(file.state, to: "terraform.tfstate")
      let export = try await workspace.flowform(
        "export", "--terraform", "terraform.tfstate", "--out", "a.yaml")
      #expect(export.status == 0, "\(export.error)")
      for sentence in [
        "authentik_stage_dummy.gone is left out: the server has no authentik_stages_dummy.dummystage with the key 7a3f6f04",
        "authentik_flow.again is left out: it is the same object as module.sso.authentik_flow.login",
        "authentik_system_settings.settings is left out: no blueprint can describe authentik's settings",
        "authentik_hologram.future is left out: this flowform does not know the type authentik_hologram",
        "authentik_stage_dummy.unsaved is left out: it has no `id` in the state",
        "authentik_outpost_provider_attachment.embedded is left out: add the provider 2 to `providers`",
        "authentik_rbac_permission_role.edit is left out: write `permissions: [{permission: change_flow, role: !KeyOf editors}]` in the entry `sso-login-flow`",
        "authentik_rbac_permission_role: 1 in the `permissions` of their roles' entries",
      ] {
        #expect(export.error.contains(sentence), "\(sentence)\n\(export.error)")
      }
      #expect(try workspace.read("a.yaml").contains("- authentik_flows.view_flow"))
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "a.yaml")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      // The advice for the permission on one object is a blueprint that works.
      let advised = try workspace.read("a.yaml").replacing(
        "  id: sso-login-flow\n",
        with: "  id: sso-login-flow\n  permissions: [{permission: change_flow, role: !KeyOf editors}]\n")
      try await workspace.apply(advised)
      try await workspace.expectSettled()
    }
  }

  @Test func theAdviceForALicenceIsAnEntryThatFindsIt() async throws {
    try await Workspace.with { workspace in
      try await workspace.sandbox.add(
        [["license_uuid": "7a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a11", "name": "ACME", "key": "correct horse"]],
        model: "authentik_enterprise.license")
      let file = TerraformFile([
        .init("authentik_enterprise_license", "acme", ["id": "7a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a11"])
      ])
      let export = try await workspace.flowform.run(["export", "--terraform", "-"], input: file.state)
      #expect(export.status == 0, "\(export.error)")
      let advice = try #require(export.error.firstMatch(of: /entry of (\S+) with `(.*)`/))
      try workspace.write("version: 1\nentries:\n  - model: \(advice.1)\n    \(advice.2)\n")
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_LICENSE"] = "correct horse"
      let plan = try await flowform("plan", "--format", "json")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      #expect(changes.map { $0["action"] } == ["adopt"], "\(plan.output)\(plan.error)")
    }
  }

  /// A slug that was changed outside of Terraform is found by the UUID; a number that means another object is not.
  @Test func renamedObjectsAreFoundByTheirUUID() async throws {
    try await Workspace.with { workspace in
      var file = try await Self.fill(workspace)
      try await workspace.patch("login", ["slug": "sign-in"])
      let provider = try await workspace.objects("/providers/oauth2/").first?["pk"]?.integer ?? 0
      file.instances.append(
        .init("authentik_provider_oauth2", "another", ["id": .string("\(provider)"), "name": "Nextcloud"]))
      let export = try await workspace.flowform.run(["export", "--terraform", "-"], input: file.state)
      #expect(export.status == 0, "\(export.error)")
      #expect(export.output.contains("slug: sign-in"))
      #expect(
        export.error.contains("authentik_provider_oauth2.another is left out: the authentik_providers_oauth2")
      )
      #expect(export.error.contains("has another name than in the state"))
    }
  }

  @Test func theStateOfAnotherServerIsRefused() async throws {
    try await Workspace.with { workspace in
      let file = try await Self.fill(workspace)
      try await Workspace.with { other in
        _ = try await Self.fill(other)
        // Slugs and numbers are the same on both servers.
        let keyed = TerraformFile(file.instances.filter { $0.type != "authentik_flow" })
        let export = try await other.flowform.run(["export", "--terraform", "-"], input: keyed.state)
        #expect(export.status == 1)
        #expect(
          export.error.contains("none of the objects of standard input is on this server"), "\(export.error)")
        #expect(export.output.isEmpty)
      }
    }
  }

  @Test(arguments: [
    (
      #"{"version": 3, "modules": []}"#,
      "format 3, of Terraform 0.11 or earlier; pass the output of `terraform show"
    ),
    (#"{"version": 5, "resources": []}"#, "format 5, which this flowform does not know"),
    (
      #"{"version": 3, "backend": {"type": "s3", "config": {"secret_key": "correct horse"}}}"#,
      "`terraform state pull | flowform export --terraform -`"
    ),
    (#"{"version": 4, "resources": []}"#, "holds no resource of the provider goauthentik/authentik"),
    (#"{"format_version": "1.0"}"#, "holds no resource of the provider goauthentik/authentik"),
    (#"{"serial": 1, "encrypted_data": "AAAA"}"#, "is encrypted; pass the output of `tofu show -json`"),
    ("[]", "is no state of Terraform"), ("{}", "it has no `version`"),
    (
      "resource \"authentik_flow\" \"login\" {\n  secret = \"correct horse\"\n}",
      "is no state of Terraform: line 1"
    ),
    ("", "the text is empty"), ("PK\u{3}\u{4}and more", "is a saved plan of Terraform; pass the output of"),
  ])
  func whatIsNoStateSaysWhatToPass(_ text: String, _ sentence: String) async throws {
    try await Workspace.with { workspace in
      let export = try await workspace.flowform.run(["export", "--terraform", "-"], input: text)
      #expect(export.status == 1)
      #expect(export.error.contains(sentence), "\(export.error)")
      #expect(export.output.isEmpty && !export.error.contains("correct horse"))
      #expect(workspace.reads.isEmpty)
    }
  }

  @Test(arguments: [
    (["--terraform", "a", "--flow", "b"], "without --flow"),
    (["--adopt"], "--adopt is for --terraform and --out"),
    (["--terraform", "a", "--adopt"], "--adopt is for --terraform and --out"),
    (["--state", "a"], "--state is for --adopt"),
    (["--terraform", "nowhere.tfstate"], "nowhere.tfstate cannot be read"),
  ])
  func optionsThatDoNotFitAreRefused(_ options: [String], _ sentence: String) async throws {
    try await Workspace.with { workspace in
      let export = try await workspace.flowform.run(["export"] + options)
      #expect(export.status == 64)
      #expect(export.error.contains(sentence), "\(export.error)")
    }
  }

  /// Many objects come by lists of 100, a few of many one by one.
  @Test(arguments: [(1_000, 10...12), (2, 2...4)])
  func aKindIsReadInTheWayWithFewerRequests(_ count: Int, _ requests: ClosedRange<Int>) async throws {
    try await Workspace.with { workspace in
      let pairs = (0..<1_000).map { (name: "group-\($0)", key: UUID().uuidString.lowercased()) }
      try await workspace.sandbox.add(
        pairs.map { ["pk": .string($0.key), "name": .string($0.name), "num_pk": 1, "attributes": [:]] },
        model: "authentik_core.group")
      let file = TerraformFile(
        pairs.prefix(count).enumerated().map { index, pair in
          .init("authentik_group", "team", index: .integer(index), ["id": .string(pair.key)])
        })
      workspace.sandbox.requests.reset()
      let export = try await workspace.flowform.run(["export", "--terraform", "-"], input: file.state)
      #expect(export.status == 0, "\(export.error)")
      #expect(export.output.components(separatedBy: "- model:").count == count + 1)
      let reads = workspace.reads.filter { $0.hasPrefix("/api/v3/core/groups/") }
      #expect(requests.contains(reads.count), "\(reads.count)")
    }
  }

  /// A binding whose target is not in the state, whatever the kind of the target; with a state in authentik.
  @Test func theTargetsOfBindingsAreLookedUpAndTheStateMayBeInAuthentik() async throws {
    try await Workspace.with { workspace in
      let application = try await workspace.add(["name": "Wiki", "slug": "wiki"], to: "/core/applications/")
      let rule = try await workspace.add(["name": "alarm"], to: "/events/rules/")
      let group = try await workspace.add(["name": "staff"], to: "/core/groups/")
      var file = TerraformFile([])
      for (name, target) in [("app", application), ("rule", rule)] {
        let binding = try await workspace.add(
          ["target": target["pk"] ?? .null, "group": group["pk"] ?? .null, "order": 0],
          to: "/policies/bindings/")
        file.instances.append(.init("authentik_policy_binding", name, ["id": binding["pk"] ?? .null]))
      }
      try workspace.write(file.state, to: "terraform.tfstate")
      let export = try await workspace.flowform(
        "export", "--terraform", "terraform.tfstate", "--out", "./blueprints/moved.yaml", "--adopt",
        "--state",
        "authentik")
      #expect(export.status == 0, "\(export.error)")
      let text = try workspace.read("blueprints/moved.yaml")
      #expect(text.contains("target: !Find [authentik_core.application, [slug, wiki]]"), "\(text)")
      #expect(text.contains("target: !Find [authentik_events.notificationrule, [name, alarm]]"), "\(text)")
      #expect(!workspace.exists("flowform.state.json"))
      let plan = try await workspace.flowform("plan", "--state", "authentik", "--format", "json")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      #expect(changes.count == 2 && changes.allSatisfy { $0["action"] == "unchanged" }, "\(plan.output)")
      let list = try await workspace.flowform("state", "list", "--state", "authentik")
      #expect(list.output.contains("blueprints/moved.yaml") && !list.output.contains("./"), "\(list.output)")
    }
  }

  /// 5,000 objects: a request for each hundred, and less than 2 seconds of the processor.
  @Test func aLargeStateIsExportedByListsAndFast() async throws {
    try await Workspace.with { workspace in
      let groups = (0..<3_000).map { (name: "group-\($0)", key: UUID().uuidString.lowercased()) }
      let policies = (0..<2_000).map { (name: "policy-\($0)", key: UUID().uuidString.lowercased()) }
      try await workspace.sandbox.add(
        groups.map { ["pk": .string($0.key), "name": .string($0.name), "num_pk": 1, "attributes": [:]] },
        model: "authentik_core.group")
      try await workspace.sandbox.add(
        policies.map { ["pk": .string($0.key), "name": .string($0.name), "expression": "return True"] },
        model: "authentik_policies_expression.expressionpolicy")
      let file = TerraformFile(
        groups.enumerated().map {
          .init("authentik_group", "team", index: .integer($0), ["id": .string($1.key)])
        }
          + policies.map { .init("authentik_policy_expression", $0.name, ["id": .string($0.key)]) })
      try workspace.write(file.state, to: "terraform.tfstate")
      var flowform = workspace.flowform
      flowform.shell = #""$0" "$@"; status=$?; times >&2; exit $status"#
      workspace.sandbox.requests.reset()
      let export = try await flowform("export", "--terraform", "terraform.tfstate", "--out", "all.yaml")
      #expect(export.status == 0, "\(export.error)")
      #expect(export.error.contains("wrote 5000 entries"))
      #expect(workspace.reads.count <= 50 + 5, "\(workspace.reads.count)")
      // The last line has the times of the shell's children.
      let times = export.error.matches(of: /(\d+)m([\d.]+)s/).suffix(2)
      let seconds = times.reduce(0) { $0 + (Double($1.1) ?? 0) * 60 + (Double($1.2) ?? 0) }
      #expect(times.count == 2 && seconds < (FlowformProcess.isReleased ? 2 : 10), "\(seconds)")
    }
  }
}
