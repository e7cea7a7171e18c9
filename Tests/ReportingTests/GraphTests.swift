import Blueprints
import Catalog
import Files
import Model
import Planning
import Reporting
import TestSupport
import Testing

struct GraphTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: login
        identifiers: {slug: acme-login}
        attrs: {name: Login, title: 'Welcome "back" <you>', designation: authentication, denied_action: message}
      - model: authentik_stages_password.passwordstage
        id: password
        identifiers: {name: acme-password}
        attrs: {backends: [authentik.core.auth.InbuiltBackend]}
      - model: authentik_flows.flowstagebinding
        id: second
        identifiers: {target: !KeyOf login, stage: !KeyOf password, order: 20}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf login, stage: !Find [authentik_stages_identification.identificationstage, [name, default-identification]], order: 10}
      - model: authentik_policies_expression.expressionpolicy
        id: policy
        identifiers: {name: acme-known-device}
        attrs: {expression: return True}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf second, policy: !KeyOf policy, order: 0}
        attrs: {negate: true}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf login, group: !Find [authentik_core.group, [name, staff]], order: 0}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !Find [authentik_flows.flow, [slug, default-user-settings]], stage: !KeyOf password, order: 5}
    """

  private static func entries(_ text: String = blueprint) throws -> [ResolvedEntry] {
    let files = BlueprintFiles(["-"]) { .bytes([UInt8](text.utf8)) }
    var options = DesiredSet.Options()
    options.isOffline = true
    let desired = DesiredSet(files.files, catalog: try EmbeddedCatalog.v2026_5_rc1.load(), options: options)
    try #require(!desired.diagnostics.hasErrors)
    return desired.entries
  }

  private static func plan(_ entries: [ResolvedEntry]) -> Plan {
    let actions: [Action] = [.create, .update, .unchanged, .delete]
    return Plan(
      changes: entries.enumerated().map { index, entry in
        var change = PlannedChange(address: entry.address, action: actions[index % actions.count])
        change.fields = [
          FieldChange(path: FieldPath("name"), before: "<i>", after: "a & b"),
          FieldChange(path: FieldPath("key"), before: .null, after: "hush", isSecret: true),
        ]
        return change
      })
  }

  @Test func followsTheOrderOfBindings() throws {
    let graph = FlowGraph(try Self.entries())
    #expect(graph.flows.map(\.slug).sorted() == ["acme-login", "default-user-settings"])
    let login = try #require(graph.flows.first { $0.slug == "acme-login" })
    #expect(login.steps.map(\.name) == ["default-identification", "acme-password"])
    #expect(login.steps.map(\.kind) == ["identification", "password"])
    #expect(login.guards.map(\.name) == ["group staff"])
    #expect(login.steps[1].guards.map(\.name) == ["acme-known-device"])
    #expect(login.steps[1].guards.map(\.isNegated) == [true])
    #expect(login.deniedAction == "message")
  }

  @Test(arguments: [false, true])
  func drawsMermaid(withPlan: Bool) throws {
    let entries = try Self.entries()
    let text = MermaidDiagram.text(of: FlowGraph(entries, plan: withPlan ? Self.plan(entries) : nil))
    Snapshot.expect(text, withPlan ? "mermaid-plan" : "mermaid")
  }

  @Test func drawsSVG() throws {
    let entries = try Self.entries()
    Snapshot.expect(SVGDiagram.text(of: FlowGraph(entries, plan: Self.plan(entries))), "svg")
  }

  @Test func thePageNeedsNothingButItself() throws {
    let entries = try Self.entries()
    let plan = Self.plan(entries)
    let page = ReportPage.plan(plan, context: Sample.context, graph: FlowGraph(entries, plan: plan)).text
    #expect(!page.contains("hush"))
    #expect(!page.contains("<i>") && page.contains("&lt;i&gt;") && page.contains("a &amp; b"))
    for needed in ["<script", " src=", "<link", "@import"] { #expect(!page.contains(needed)) }
    #expect(page.contains("acme-known-device"))
  }
}
