import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import Testing

/// `flowform export --from-instances` moves the blueprints that the server applies by itself into files.
struct InstanceExportTests {
  private static let list = "/managed/blueprints/"

  private static let groups = """
    # Groups of ours
    version: 1
    metadata: {name: groups}
    context:
      who: nobody
      more:
        - a
    entries:
      - model: authentik_core.group
        identifiers: {name: !Context who}  # stays
      - model: authentik_stages_email.emailstage
        identifiers: {name: mail}
        attrs: {username: !Context user, password: battery staple}
    """

  private static let second = """
    version: 1
    entries:
    - model: authentik_blueprints.metaapplyblueprint
      attrs:
        identifiers:
          name: Our groups
    - model: authentik_core.group
      identifiers:
        name: !Context [name, third]
    """

  /// One of each sort.
  private static let instances: [Value] = [
    [
      "name": "Our groups", "content": .string(groups),
      "context": [
        "who": "staff", "user": "sender", "more": ["b"], "smtp_password": "correct horse",
        "database": "postgres://me:hunter2@db/x",
      ],
    ],
    ["name": "Second", "content": .string(second), "context": ["name": "fourth"]],
    ["name": "In JSON", "content": #"{"version": 1, "entries": []}"#, "context": ["a": 1]],
    ["name": "Default - Brand", "path": "default/default-brand.yaml"],
    ["name": "Custom", "path": "custom/x.yaml", "context": ["k": "v w", "api_token": "open sesame"]],
    ["name": "Image", "path": "oci://me:pass@ghcr.io/acme/blueprints:1"],
    ["name": "Off", "content": "version: 1\nentries: []\n", "enabled": false],
    ["name": "Broken", "content": "entries: [*nothing"],
  ]

  private static let secrets = ["correct horse", "hunter2", "battery staple", "open sesame", "me:pass"]

  private static func with(_ body: @escaping @Sendable (Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      for instance in instances { try await workspace.add(instance, to: list) }
      workspace.sandbox.requests.reset()
      try await body(workspace)
    }
  }

  @Test func everyInstanceIsNamedAndNoSecretIs() async throws {
    try await Self.with { workspace in
      let run = try await workspace.flowform("export", "--from-instances")
      #expect(run.status == 0, "\(run.error)")
      #expect(workspace.writes.isEmpty)
      for instance in Self.instances {
        #expect(run.output.contains("  \(instance["name"]?.string ?? "")  "), "\(run.output)")
      }
      for secret in Self.secrets { #expect(!run.output.contains(secret), "\(run.output)") }
      for part in [
        "our-groups.yaml", "after Our groups", "custom/x.yaml", "from oci://ghcr.io/acme/blueprints:1",
        "no blueprint that can be read", "Disabled", "they stay with its importer",
        "/blueprints/custom/x.yaml of authentik's container", "k: \"v w\"",
        "api_token: !Env CUSTOM_API_TOKEN",
        "OUR_GROUPS_SMTP_PASSWORD  (context.smtp_password of Our groups)",
        "flowform export --from-instances --out blueprints",
      ] {
        #expect(run.output.contains(part), "\(part): \(run.output)")
      }
      #expect(!workspace.exists("blueprints"))
    }
  }

  @Test func theFilesDescribeWhatTheImporterApplied() async throws {
    try await Self.with { workspace in
      let export = try await workspace.flowform("export", "--from-instances", "--out", "blueprints")
      #expect(export.status == 0, "\(export.error)")
      #expect(export.error.contains("wrote 4 files"))
      let text = try workspace.read("blueprints/our-groups.yaml")
      for secret in Self.secrets { #expect(!text.contains(secret), "\(text)") }
      // Everything else is as it was written.
      #expect(text.contains("# Groups of ours\n") && text.contains("{name: !Context who}  # stays\n"))
      #expect(text.contains("metadata: {name: \"Our groups\"}"), "\(text)")
      #expect(text.contains("  who: staff\n  more:\n    - a\n    - b\n"), "\(text)")
      #expect(text.contains("password: !Env OUR_GROUPS_MAIL_PASSWORD"), "\(text)")
      #expect(
        try workspace.read("blueprints/in-json.yaml").contains(#"{"version": 1, context: {a: 1}, "entries""#))
      var flowform = workspace.flowform
      for name in ["SMTP_PASSWORD", "DATABASE", "MAIL_PASSWORD"] {
        flowform.variables["OUR_GROUPS_\(name)"] = "battery staple"
      }
      let plan = try await flowform("plan", "--format", "json")
      #expect(plan.status == 0, "\(plan.error)\(plan.output)")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      #expect(
        changes.compactMap { $0["address"]?.string }.sorted() == [
          "authentik_blueprints.blueprintinstance[name=\"In JSON\"]",
          "authentik_blueprints.blueprintinstance[name=\"Our groups\"]",
          "authentik_blueprints.blueprintinstance[name=Second]", "authentik_core.group[name=fourth]",
          "authentik_core.group[name=staff]", "authentik_stages_email.emailstage[name=mail]",
        ])
      // The set disables the instances itself, so nobody needs a warning.
      #expect(!plan.output.contains("will undo your changes"), "\(plan.output)")
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let enabled = try await workspace.objects(Self.list).filter { $0["enabled"] == true }
      #expect(
        enabled.compactMap { $0["name"]?.string }.sorted() == [
          "Broken", "Custom", "Default - Brand", "Image",
        ])
      #expect(try await flowform("plan", "--detailed-exitcode").status == 0)
      // A second export: the moved ones are disabled now, and no file is touched.
      let before = try workspace.trace("blueprints/our-groups.yaml")
      let again = try await flowform("export", "--from-instances", "--out", "blueprints")
      #expect(again.status == 0, "\(again.error)")
      #expect(again.output.contains("Disabled"), "\(again.output)")
      #expect(try workspace.trace("blueprints/our-groups.yaml") == before)
    }
  }

  @Test func aFileThatSomebodyEditedIsNotOverwritten() async throws {
    try await Self.with { workspace in
      try workspace.write("mine", to: "blueprints/second.yaml")
      let export = try await workspace.flowform("export", "--from-instances", "--out", "blueprints")
      #expect(export.status == 1)
      #expect(export.error.contains("blueprints/second.yaml exists and differs"), "\(export.error)")
      #expect(try workspace.read("blueprints/second.yaml") == "mine")
      #expect(!workspace.exists("blueprints/our-groups.yaml"))
    }
  }

  @Test func theWarningOfAnOverlapLeadsHere() async throws {
    try await Self.with { workspace in
      let plan = try await workspace.plan(
        "version: 1\nmetadata: {name: Second}\nentries:\n- {model: authentik_core.group, identifiers: {name: x}}\n"
      )
      let messages = (plan["diagnostics"]?.list ?? []).compactMap { $0["message"]?.string }
      #expect(messages.contains { $0.contains("`flowform export --from-instances`") }, "\(messages)")
    }
  }

  @Test func aServerWithoutInstancesAndWrongUse() async throws {
    try await Workspace.with { workspace in
      let run = try await workspace.flowform("export", "--from-instances", "--out", "blueprints")
      #expect(run.status == 0)
      #expect(run.output.contains("has no blueprint instances"))
      for more in [["--flow", "x"], ["--from", "x"], ["--with-defaults"]] {
        #expect(try await workspace.flowform.run(["export", "--from-instances"] + more).status == 64)
      }
      let few = try await workspace.flowform(token: "sandbox-none")("export", "--from-instances")
      #expect(few.status == 1)
      #expect(few.error.contains("lacks authentik_blueprints.view_blueprintinstance"), "\(few.error)")
    }
  }
}
