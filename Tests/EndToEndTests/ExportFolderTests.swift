import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// `flowform export --split` writes a folder that a person would keep, and that plans to no changes.
struct ExportFolderTests {
  /// Two flows and two applications that share a stage, a prompt, a policy, a mapping and a group.
  static let blueprint = """
    version: 1
    entries:
      - {model: authentik_core.group, id: staff, identifiers: {name: staff}}
      - {model: authentik_policies_expression.expressionpolicy, id: office, identifiers: {name: office}, attrs: {expression: return True}}
      - {model: authentik_policies_expression.expressionpolicy, id: own, identifiers: {name: own}, attrs: {expression: "# own\\nreturn True\\n"}}
      - {model: authentik_flows.flow, id: enrollment, identifiers: {slug: enrollment}, attrs: {name: E, title: E, designation: enrollment}}
      - {model: authentik_flows.flow, id: login, identifiers: {slug: login}, attrs: {name: L, title: L, designation: authentication}}
      - {model: authentik_flows.flow, id: consent, identifiers: {slug: consent}, attrs: {name: C, title: C, designation: authorization}}
      - {model: authentik_flows.flow, id: bye, identifiers: {slug: bye}, attrs: {name: B, title: B, designation: invalidation}}
      - {model: authentik_stages_identification.identificationstage, id: who, identifiers: {name: who}, attrs: {user_fields: [email], enrollment_flow: !KeyOf enrollment}}
      - {model: authentik_stages_user_login.userloginstage, id: session, identifiers: {name: session}}
      - {model: authentik_stages_prompt.prompt, id: mail, identifiers: {name: mail}, attrs: {field_key: email, label: Mail, type: email, order: 1}}
      - {model: authentik_stages_prompt.promptstage, id: ask, identifiers: {name: ask}, attrs: {fields: [!KeyOf mail]}}
      - {model: authentik_flows.flowstagebinding, id: first, identifiers: {target: !KeyOf login, stage: !KeyOf who, order: 10}}
      - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf session, order: 20}}
      - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf enrollment, stage: !KeyOf ask, order: 10}}
      - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf enrollment, stage: !KeyOf who, order: 15}}
      - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf enrollment, stage: !KeyOf session, order: 20}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf first, policy: !KeyOf office, order: 0}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf login, policy: !KeyOf own, order: 0}}
      - {model: authentik_providers_oauth2.oauth2provider, id: grafana, identifiers: {name: Grafana}, attrs: {authorization_flow: !KeyOf consent, invalidation_flow: !KeyOf bye, client_id: grafana, redirect_uris: [{matching_mode: strict, url: "https://grafana.example.com/"}]}}
      - {model: authentik_providers_ldap.ldapprovider, id: wiki, identifiers: {name: Wiki}, attrs: {authorization_flow: !KeyOf consent, invalidation_flow: !KeyOf bye, base_dn: "DC=wiki"}}
      - {model: authentik_core.application, id: grafana-app, identifiers: {slug: grafana}, attrs: {name: Grafana, provider: !KeyOf grafana}}
      - {model: authentik_core.application, id: wiki-app, identifiers: {slug: wiki}, attrs: {name: Wiki, provider: !KeyOf wiki}}
      - {model: authentik_core.applicationentitlement, id: editor, identifiers: {app: !KeyOf grafana-app, name: editor}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf grafana-app, policy: !KeyOf office, order: 0}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf editor, group: !KeyOf staff, order: 0}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki-app, group: !KeyOf staff, order: 0}}

    """

  static func tree(_ workspace: Workspace, _ folder: String) throws -> [String: String] {
    let root = workspace.folder.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter {
      $0.hasSuffix(".yaml")
    }
    return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try workspace.read("\(folder)/\($0)")) })
  }

  private static func text(_ tree: [String: String]) -> String {
    tree.sorted { $0.key < $1.key }.map { "=== \($0.key)\n\($0.value)" }.joined(separator: "\n")
  }

  /// Exports, plans the result, applies it to an empty server in one go and file by file, and exports again.
  @Test(arguments: [["flow", "application"], ["flow"], ["application"], ["kind"]])
  func aFolderComesBack(_ splits: [String]) async throws {
    let options = splits.flatMap { ["--split", $0] }
    let first = try await Workspace.with { workspace in
      try await workspace.apply(Self.blueprint)
      let export = try await workspace.flowform.run(["export", "--out", "exported"] + options)
      #expect(export.status == 0, "\(export.error)")
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json", "exported")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      #expect(try JSONReader.read(plan.output)["diagnostics"] == [], "\(plan.output)")
      let tree = try Self.tree(workspace, "exported")
      let again = try await workspace.flowform.run(["export", "--out", "exported"] + options)
      #expect(again.error.contains("is up to date"), "\(again.error)")
      #expect(try Self.tree(workspace, "exported") == tree)
      return tree
    }
    Snapshot.expect(Self.text(first), splits.joined(separator: "-"))
    try await Workspace.with { workspace in
      for (path, text) in first { try workspace.write(text, to: "exported/\(path)") }
      let apply = try await workspace.flowform("apply", "--yes", "exported")
      #expect(apply.status == 0, "\(apply.error)")
      let export = try await workspace.flowform.run(["export", "--out", "again"] + options)
      #expect(export.status == 0, "\(export.error)")
      #expect(try Self.tree(workspace, "again") == first)
    }
  }

  /// authentik's own importer applies one file after the other, and first those that a file names.
  @Test(arguments: [["flow", "application"], ["kind"]])
  func eachFileAppliesAfterThoseThatItNames(_ splits: [String]) async throws {
    let tree = try await Workspace.with { workspace in
      try await workspace.apply(Self.blueprint)
      _ = try await workspace.flowform.run(
        ["export", "--out", "exported"] + splits.flatMap { ["--split", $0] })
      return try Self.tree(workspace, "exported")
    }
    let needs = tree.mapValues { text in
      text.matches(of: /metaapplyblueprint\n  attrs:\n    identifiers:\n      name: (.*)/).map {
        "\($0.1).yaml"
      }
    }
    #expect(needs.contains { !$0.value.isEmpty })
    try await Workspace.with { workspace in
      var applied: Set<String> = []
      func apply(_ path: String) async throws {
        guard applied.insert(path).inserted else { return }
        for need in needs[path] ?? [] { try await apply(need) }
        // Without the entries for other files, which are applied already.
        let text = (tree[path] ?? "").replacing(
          /- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    identifiers:\n      name: .*\n\n/,
          with: "")
        try workspace.write(text)
        let apply = try await workspace.flowform("apply", "--yes")
        #expect(apply.status == 0, "\(path): \(apply.error)")
      }
      for path in tree.keys.sorted() { try await apply(path) }
      for (path, text) in tree { try workspace.write(text, to: "exported/\(path)") }
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "exported")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    }
  }

  @Test func anApplicationComesWithWhatBelongsToIt() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.blueprint)
      let export = try await workspace.flowform("export", "--application", "grafana")
      #expect(export.status == 0, "\(export.error)")
      Snapshot.expect(export.output, "one-application")
      try workspace.write(export.output, to: "one.yaml")
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "one.yaml")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      let only = try await workspace.flowform(
        "export", "--application", "grafana", "--only", "authentik_core.application")
      #expect(only.output.components(separatedBy: "- model:").count == 2, "\(only.output)")
      #expect(
        only.output.contains("provider: !Find [authentik_providers_oauth2.oauth2provider, [name, Grafana]]"))
    }
  }

  @Test func onlySomeModelsAreExported() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.blueprint)
      workspace.sandbox.requests.reset()
      let export = try await workspace.flowform("export", "--only", "authentik_core.group")
      #expect(export.output.contains("name: staff") && !export.output.contains("authentik_flows"))
      #expect(workspace.reads.count { $0.hasPrefix("/api/v3/flows/") } == 0, "\(workspace.reads)")
    }
  }

  @Test func whatAuthentikMaintainsIsExportedIfAsked() async throws {
    try await Workspace.with { workspace in
      try await workspace.add(
        [
          "managed": "goauthentik.io/providers/oauth2/scope-openid", "name": "openid", "scope_name": "openid",
          "expression": "return {}",
        ], to: "/propertymappings/provider/scope/")
      let without = try await workspace.flowform("export")
      #expect(!without.output.contains("scope-openid"))
      let export = try await workspace.flowform("export", "--managed")
      #expect(
        export.output.contains("managed: goauthentik.io/providers/oauth2/scope-openid"), "\(export.output)")
      try workspace.write(export.output)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    }
  }

  @Test(arguments: [
    (["--split", "flow"], "name it with --out"),
    (["--split", "kind", "--split", "flow", "--out", "a"], "leave out"),
    (["--application", "grafanna"], "did you mean `grafana`"),
    (["--only", "authentik_core.grup"], "unknown model authentik_core.grup"),
    (["--out", "folder"], "is a folder; pass --split"),
    (["--split", "flow", "--out", "file.yaml"], "--split writes a folder"),
    (["--out", "broken.yaml"], "correct it before you export"),
  ])
  func whatCannotBeWrittenSaysWhy(_ options: [String], _ reason: String) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.blueprint)
      try workspace.write("a", to: "folder/notes.txt")
      try workspace.write("version: 1\nentries: []\n", to: "file.yaml")
      try workspace.write("version: 1\nentries: [\n", to: "broken.yaml")
      let export = try await workspace.flowform.run(["export"] + options)
      #expect(export.status == 1 || export.status == 64)
      #expect(export.error.contains(reason), "\(export.error)")
      #expect(export.output.isEmpty)
    }
  }

  /// A slug is a name of a file, so a hostile server must not choose the place.
  @Test func aSlugCannotLeaveTheFolder() async throws {
    try await Workspace.with { workspace in
      try await workspace.sandbox.add(
        [
          [
            "pk": "5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01", "slug": "../../out", "name": "x", "title": "x",
            "designation": "recovery",
          ]
        ], model: "authentik_flows.flow")
      let export = try await workspace.flowform("export", "--split", "flow", "--out", "exported")
      #expect(export.status == 0, "\(export.error)")
      #expect(workspace.exists("exported/flows/%2E.%2F..%2Fout.yaml"), "\(export.error)")
      #expect(
        try Self.tree(workspace, "exported").keys.allSatisfy { !$0.contains("..") || $0.hasPrefix("flows/%") }
      )
    }
  }
}
