import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// An export into existing blueprints changes only what differs from the server, and keeps what a user wrote.
struct ExportUpdateTests {
  private static let written = """
    # The flows of our company.
    version: 1
    context:
      company: Acme
    entries:
      # People sign in here.
      - model: authentik_flows.flow
        id: flow   # used below
        identifiers:
          slug: login
        attrs:
          name: 'Sign in'   # shown in the admin interface
          title: !Format ["Welcome to %s", !Context company]
          designation: authentication
          layout: "stacked" # the plain one

      # The stage for passwords.
      - model: authentik_stages_password.passwordstage
        id: stage
        identifiers: {name: pw}
        attrs:
          # Only our own users.
          backends:
            - authentik.core.auth.InbuiltBackend # people
          failed_attempts_before_cancel: 5

      - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 10}, attrs: {evaluate_on_plan: true, re_evaluate_policies: true}}
      # Behind the last entry.
      - model: authentik_core.group
        identifiers:
          name: staff
        attrs:
          attributes:
            # Where they sit.
            office: Ghent
            floor: 3
            tags: [a, b]
      - model: authentik_policies_expression.expressionpolicy
        identifiers: {name: check}
        attrs:
          expression: |  # Python
            # who may
            return True
    # The end.

    """

  /// Exports into a file, and checks that a second export and a plan find nothing to do.
  private static func export(
    _ workspace: Workspace, _ options: [String] = ["--out", "blueprints/flows.yaml"]
  ) async throws -> (text: String, error: String) {
    let export = try await workspace.flowform.run(["export"] + options)
    #expect(export.status == 0, "\(export.error)")
    let text = try workspace.read("blueprints/flows.yaml")
    let plan = try await workspace.flowform("plan", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    let again = try await workspace.flowform.run(["export"] + options)
    #expect(again.error.contains("is up to date"), "\(again.error)")
    #expect(try workspace.read("blueprints/flows.yaml") == text)
    return (text, export.error)
  }

  private static let only = [
    "--out", "blueprints/flows.yaml", "--only", "authentik_flows.flow", "--only",
    "authentik_stages_password.passwordstage", "--only", "authentik_flows.flowstagebinding", "--only",
    "authentik_core.group", "--only", "authentik_policies_expression.expressionpolicy",
  ]

  @Test func whatIsTheSameStaysByteForByte() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.written)
      let (text, error) = try await Self.export(workspace, Self.only)
      #expect(text == Self.written, "\(error)")
    }
  }

  @Test func onlyWhatDiffersChanges() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.written)
      try await workspace.patch(
        "login", ["name": "Log in: here", "layout": "sidebar_left", "denied_action": "continue"])
      let group = try #require(try await workspace.objects("/core/groups/").first)
      try await workspace.change(
        "/core/groups/\(group["pk"]?.string ?? "")/",
        ["attributes": ["office": "Antwerp", "floor": 3, "tags": ["a"], "new": true]])
      let stage = try #require(try await workspace.objects("/stages/password/").first)
      try await workspace.change(
        "/stages/password/\(stage["pk"]?.string ?? "")/",
        [
          "failed_attempts_before_cancel": 7,
          "backends": ["authentik.core.auth.InbuiltBackend", "authentik.core.auth.TokenBackend"],
        ])
      let policy = try #require(try await workspace.objects("/policies/expression/").first)
      try await workspace.change(
        "/policies/expression/\(policy["pk"]?.string ?? "")/",
        ["expression": "# who may\nreturn request.user.is_active\n"])
      let binding = try #require(try await workspace.objects("/flows/bindings/").first)
      try await workspace.change(
        "/flows/bindings/\(binding["pk"]?.string ?? "")/",
        ["evaluate_on_plan": true, "re_evaluate_policies": false])
      let (text, _) = try await Self.export(workspace, Self.only)
      Snapshot.expect(text, "changed")
    }
  }

  @Test func aValueThatIsTheDefaultAgainGoes() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.written)
      let stage = try #require(try await workspace.objects("/stages/password/").first)
      try await workspace.apply(
        Self.written.replacing(
          "layout: \"stacked\" # the plain one", with: "layout: sidebar_left # on the left"))
      try await workspace.patch("login", ["layout": "stacked"])
      try await workspace.change(
        "/stages/password/\(stage["pk"]?.string ?? "")/", ["failed_attempts_before_cancel": 5])
      let (text, _) = try await Self.export(workspace, Self.only)
      #expect(
        text.contains("designation: authentication\n      # on the left\n") || !text.contains("layout"),
        "\(text)")
      #expect(text.contains("failed_attempts_before_cancel: 5\n"))
    }
  }

  @Test func aTagWithAnotherValueIsReplacedAndTold() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.written)
      try await workspace.patch("login", ["title": "Hello"])
      let (text, error) = try await Self.export(workspace, Self.only)
      #expect(text.contains("      title: Hello\n"), "\(text)")
      #expect(error.contains("flows.yaml:13:7"), "\(error)")
      #expect(error.contains("!Format made another value of `title` than the server has"))
    }
  }

  @Test func newObjectsFollowTheOthers() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.written)
      let flow = try await workspace.flow("login")
      let stage = try await workspace.add(["name": "bye"], to: "/stages/user_logout/")
      try await workspace.add(
        ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 20], to: "/flows/bindings/")
      // The binding refers to a policy that is new as well, so it comes before.
      let group = try await workspace.add(["name": "parents"], to: "/core/groups/")
      let staff = try #require(try await workspace.objects("/core/groups/").first { $0["name"] == "staff" })
      try await workspace.change(
        "/core/groups/\(staff["pk"]?.string ?? "")/",
        ["parents": [group["pk"] ?? .null], "parent": group["pk"] ?? .null])
      let (text, _) = try await Self.export(
        workspace, Self.only + ["--only", "authentik_stages_user_logout.userlogoutstage"])
      Snapshot.expect(text, "added")
    }
  }

  @Test func secretsAreNeverTouched() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      let text = """
        version: 1
        entries:
          - model: authentik_providers_oauth2.oauth2provider
            identifiers: {name: Grafana}
            attrs:
              authorization_flow: !Find [authentik_flows.flow, [slug, consent]]
              invalidation_flow: !Find [authentik_flows.flow, [slug, bye]]
              client_id: !Env [GRAFANA_ID, grafana]
              client_secret: !Env [GRAFANA_SECRET, "hunter two"]
              redirect_uris:
                - url: https://grafana.example.com/  # the only one
                  matching_mode: strict

        """
      try workspace.write(text, to: "one.yaml")
      let provider = try #require(try await workspace.objects("/providers/oauth2/").first)
      try await workspace.change(
        "/providers/oauth2/\(provider["pk"]?.integer ?? 0)/",
        ["client_secret": "battery staple", "sub_mode": "user_email"])
      let export = try await workspace.flowform(
        "export", "--out", "one.yaml", "--only", "authentik_providers_oauth2.oauth2provider")
      #expect(export.status == 0, "\(export.error)")
      #expect(
        try workspace.read("one.yaml")
          == text.replacing(
            "          matching_mode: strict\n",
            with: "          matching_mode: strict\n      sub_mode: user_email\n"))
      #expect(export.error.contains("one.yaml:9:7"), "\(export.error)")
      #expect(!(export.error + (try workspace.read("one.yaml"))).contains("battery"))
    }
  }

  @Test func whatIsGoneLeavesAFolderAndStaysInAFile() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      let options = ["export", "--split", "flow", "--split", "application", "--out", "blueprints"]
      try workspace.remove("blueprints/flows.yaml")
      try workspace.remove("flowform.state.json")
      #expect(try await workspace.flowform.run(options).status == 0)
      let path = "blueprints/applications/grafana.yaml"
      let before = try workspace.read(path)
      try workspace.write(
        before.replacing(
          "- model: authentik_core.applicationentitlement",
          with: "# May edit.\n- model: authentik_core.applicationentitlement"
        )
        .replacing(
          "- model: authentik_core.application\n",
          with: "# Our boards.\n- model: authentik_core.application\n"),
        to: path)
      for entitlement in try await workspace.objects("/core/application_entitlements/") {
        _ = try await workspace.outside { client in
          try await client.write(
            APIRequest(.delete, "/core/application_entitlements/\(entitlement["pbm_uuid"]?.string ?? "")/"))
        }
      }
      try await workspace.delete("login")
      let export = try await workspace.flowform.run(options)
      #expect(export.status == 0, "\(export.error)")
      #expect(
        export.error.contains(
          "the entry is removed, because the server has no authentik_core.applicationentitlement"))
      let after = try workspace.read(path)
      #expect(
        !after.contains("entitlement") && !after.contains("May edit") && after.contains("# Our boards."),
        "\(after)")
      // Its own policy is still there, and nothing else.
      let login = try workspace.read("blueprints/flows/login.yaml")
      #expect(login.components(separatedBy: "- model:").count == 2 && login.contains("name: own"), "\(login)")
      _ = try await workspace.flowform.run(options)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      #expect(try JSONReader.read(plan.output)["diagnostics"] == [], "\(plan.output)")
      #expect(try await workspace.flowform.run(options).error.contains("is up to date"))
      // A file that a person made keeps its entry.
      try workspace.write(
        "version: 1\nentries:\n  - {model: authentik_core.group, identifiers: {name: planned}}\n",
        to: "mine.yaml")
      let mine = try await workspace.flowform(
        "export", "--out", "mine.yaml", "--only", "authentik_core.group")
      #expect(mine.error.contains("mine.yaml:3:5"), "\(mine.error)")
      #expect(try workspace.read("mine.yaml").contains("name: planned"))
    }
  }

  @Test func aMovedEntryStaysWhereItIs() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      let options = ["export", "--split", "flow", "--split", "application", "--out", "blueprints"]
      try workspace.remove("blueprints/flows.yaml")
      #expect(try await workspace.flowform.run(options).status == 0)
      let entry = "- model: authentik_core.group\n  identifiers:\n    name: staff\n"
      let path = "blueprints/shared/authentik_core.group.yaml"
      #expect(try workspace.read(path).contains(entry))
      try workspace.remove(path)
      try workspace.write(
        "version: 1\nmetadata: {name: people}\nentries:\n\(entry)\n", to: "blueprints/people.yaml")
      let export = try await workspace.flowform.run(options)
      #expect(export.status == 0, "\(export.error)")
      #expect(!workspace.exists(path))
      #expect(try workspace.read("blueprints/applications/wiki.yaml").contains("name: people"))
    }
  }
}
