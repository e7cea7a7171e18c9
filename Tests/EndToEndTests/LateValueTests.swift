import EndToEndSupport
import Model
import Remote
import Sandbox
import Testing

/// Values that only an apply can know, since they depend on objects that it creates.
struct LateValueTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_core.group
        identifiers: {name: described}
        attrs:
          attributes:
            flow: !Format ["flow %s", !KeyOf flow]
            title: !AtIndex [!FindObject [authentik_flows.flow, [slug, late]], title]
            key: !KeyOf flow
            chained: !Format ["%s!", !AtIndex [!FindObject [authentik_core.group, [name, first]], num_pk]]
      - model: authentik_core.group
        identifiers: {name: first}
        attrs: {attributes: {of: !Format ["%s", !KeyOf flow]}}
      - model: authentik_core.user
        identifiers: {username: secretive}
        attrs: {name: S, password: !Format ["%s-%s", !KeyOf flow, !Env LATE_SECRET]}
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: late}
        attrs: {name: Late, title: Late title, designation: recovery}
    """

  private static func group(_ name: String, _ workspace: Workspace) async throws -> Value {
    try await workspace.outside {
      try await $0.read("/core/groups/", query: [("name", name)])["results"]?.list?.first ?? .null
    }
  }

  @Test(arguments: [false, true])
  func areFilledInByTheApply(isSaved: Bool) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      var flowform = workspace.flowform
      flowform.variables["LATE_SECRET"] = "hush"
      let plan = try await flowform("plan", "--out", "plan.json", "--format", "json")
      #expect(plan.status == 0, "\(plan.error)")
      let changes = try JSONReader.read(plan.output)["changes"]?.list ?? []
      let described = changes.first { $0["address"] == "authentik_core.group[name=described]" }
      let after = described?["fields"]?.list?.first { $0["path"] == "attributes" }?["after"]
      let flow: Value = "authentik_flows.flow[slug=late]"
      #expect(after?["flow"] == ["pending": flow, "key": "pk", "within": "!Format"])
      #expect(after?["title"] == ["pending": flow, "key": "pk", "within": "!AtIndex"])
      #expect(after?["key"] == ["pending": flow, "key": "pk"])
      let shown = try await flowform("plan")
      #expect(shown.output.contains("(known after apply)"), "\(shown.output)")
      let apply =
        isSaved
        ? try await flowform("apply", "--plan", "plan.json", "--yes") : try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let key = try await workspace.flow("late")["pk"]?.string ?? ""
      let first = try await Self.group("first", workspace)
      #expect(first["attributes"] == ["of": .string(key)])
      let attributes = try await Self.group("described", workspace)["attributes"]
      #expect(
        attributes == [
          "flow": .string("flow \(key)"), "title": "Late title", "key": .string(key),
          "chained": .string("\(first["num_pk"]?.integer ?? -1)!"),
        ])
      workspace.sandbox.requests.reset()
      let again = try await flowform("apply", "--yes")
      #expect(again.status == 0, "\(again.error)")
      #expect(again.output.contains("no changes"), "\(again.output)")
      #expect(workspace.writes.isEmpty)
    }
  }
}
