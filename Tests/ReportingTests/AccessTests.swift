import Blueprints
import Catalog
import Files
import Model
import OrderedCollections
import Planning
import Reporting
import TestSupport
import Testing

/// Who may open which application, in every format.
struct AccessTests {
  private static let blueprint = """
    version: 1
    entries:
      - {model: authentik_core.group, id: staff, identifiers: {name: staff}}
      - {model: authentik_core.group, id: guests, identifiers: {name: guests}}
      - {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada}}
      - model: authentik_policies_expression.expressionpolicy
        id: hours
        identifiers: {name: office-hours}
        attrs: {expression: return True}
      - model: authentik_flows.flow
        id: consent
        identifiers: {slug: acme-consent}
        attrs: {name: Consent, title: Consent, designation: authorization}
      - model: authentik_providers_oauth2.oauth2provider
        id: wiki-provider
        identifiers: {name: wiki}
        attrs:
          authorization_flow: !KeyOf consent
          authentication_flow: !Find [authentik_flows.flow, [slug, default-authentication-flow]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
          redirect_uris: []
      - model: authentik_providers_scim.scimprovider
        id: sync
        identifiers: {name: wiki-users}
        attrs: {url: "https://wiki.example.com/scim", token: hush-hush}
      - model: authentik_providers_saml.samlprovider
        id: old
        identifiers: {name: "<old> & things"}
        attrs:
          authorization_flow: !KeyOf consent
          invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
          acs_url: https://old.example.com
      - model: authentik_core.application
        id: wiki
        identifiers: {slug: wiki}
        attrs:
          name: 'The "Wiki" <of> all & everything `that` we know about our customers'
          provider: !KeyOf wiki-provider
          backchannel_providers: [!KeyOf sync]
          policy_engine_mode: all
          group: Only a label
      - {model: authentik_core.application, id: chat, identifiers: {slug: chat}, attrs: {name: Chat}}
      - {model: authentik_core.application, id: shop, identifiers: {slug: shop}, attrs: {name: Shop}}
      - {model: authentik_core.application, id: bank, identifiers: {slug: bank}, attrs: {name: Bank}}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf wiki, policy: !KeyOf hours, order: 20}
        attrs: {failure_result: true}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki, group: !KeyOf staff, order: 0}}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf wiki, group: !KeyOf guests, order: 10}
        attrs: {negate: true}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf shop, group: !KeyOf staff, order: 0}
        attrs: {enabled: false}
      - model: authentik_policies.policybinding
        conditions: [false]
        identifiers: {target: !KeyOf bank, group: !KeyOf staff, order: 0}
      - model: authentik_policies.policybinding
        identifiers: {target: !Find [authentik_core.application, [slug, away]], user: !KeyOf ada, order: 0}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf consent, group: !KeyOf staff, order: 0}
    """

  private static func desired(
    _ text: String = blueprint, only: [String] = []
  ) throws -> DesiredSet {
    let files = BlueprintFiles(["-"]) { .bytes([UInt8](text.utf8)) }
    var options = DesiredSet.Options()
    options.isOffline = true
    options.only = Selection(only)
    let desired = DesiredSet(files.files, catalog: try EmbeddedCatalog.v2026_5_rc1.load(), options: options)
    try #require(!desired.diagnostics.hasErrors, "\(desired.diagnostics)")
    return desired
  }

  private static func graph(
    _ text: String = blueprint, only: [String] = [], plan: Plan? = nil
  ) throws -> AccessGraph {
    let desired = try desired(text, only: only)
    return AccessGraph(desired.entries, leftOut: desired.described, isPart: !only.isEmpty, plan: plan)
  }

  private static func application(_ slug: String, _ graph: AccessGraph) throws -> AccessGraph.Application {
    try #require(graph.applications.first { $0.slug == slug })
  }

  /// A plan that creates, changes and deletes; a binding of `chat` that no entry describes any more goes as well.
  private static func plan() throws -> Plan {
    let actions: [Action] = [.create, .update, .unchanged]
    var changes = try desired().entries.enumerated().map { index, entry in
      let isPolicy = entry.model == "authentik_policies_expression.expressionpolicy"
      return PlannedChange(address: entry.address, action: isPolicy ? .delete : actions[index % 3])
    }
    let chat = ResourceAddress(model: "authentik_core.application", identifiers: ["slug": "chat"])
    let admins = ResourceAddress(model: "authentik_core.group", identifiers: ["name": "admins"])
    changes.append(
      PlannedChange(
        address: Sample.object(
          "authentik_policies.policybinding",
          ["group": Sample.reference(admins), "order": 5, "target": Sample.reference(chat)]), action: .delete)
    )
    return Plan(changes: changes)
  }

  @Test func readsWhatGatesAnApplication() throws {
    let graph = try Self.graph()
    #expect(graph.applications.map(\.slug) == ["away", "bank", "chat", "shop", "wiki"])
    let wiki = try Self.application("wiki", graph)
    #expect(wiki.mode == .all && wiki.access == .gated)
    #expect(wiki.gates.map(\.name) == ["staff", "guests", "office-hours"])
    #expect(wiki.gates.map(\.kind) == [.group, .group, .policy])
    #expect(wiki.gates.map(\.isNegated) == [false, true, false])
    #expect(wiki.gates.map(\.passesOnFailure) == [false, false, true])
    let provider = try #require(wiki.provider)
    #expect(provider.kind == "oauth2" && provider.name == "wiki")
    #expect(
      provider.flows.map { "\($0.purpose) \($0.slug)" } == [
        "authentication default-authentication-flow", "authorization acme-consent",
        "invalidation default-provider-invalidation-flow",
      ])
    #expect(wiki.backchannelProviders.map(\.kind) == ["scim"])
    #expect(graph.unusedProviders.map(\.kind) == ["saml"])
  }

  /// What authentik decides by: enabled bindings alone, and none of them means everybody. A binding is written as its
  /// attributes, and the rest of its entry.
  @Test(arguments: [
    ([], AccessGraph.Access.everybody),
    ([("group: !KeyOf staff", "")], .gated),
    ([("user: !KeyOf ada", "")], .gated),
    ([("group: !KeyOf staff, negate: true", "")], .gated),
    ([("group: !KeyOf staff, enabled: false", "")], .everybody),
    ([("group: !KeyOf staff, enabled: false", ""), ("user: !KeyOf ada", "")], .gated),
    ([("group: !KeyOf staff", ", state: absent")], .everybody),
    ([("group: !KeyOf staff", ", conditions: [false]")], .unknown),
    ([("group: !KeyOf staff", ", conditions: [false]"), ("user: !KeyOf ada", "")], .gated),
  ])
  func disabledBindingsDoNotGate(
    _ bindings: [(attributes: String, rest: String)], _ access: AccessGraph.Access
  ) throws {
    let entries = bindings.enumerated().map { number, binding in
      "  - {model: authentik_policies.policybinding\(binding.rest), identifiers: {target: !KeyOf app, order: \(number)}, attrs: {\(binding.attributes)}}\n"
    }
    let graph = try Self.graph(
      """
      version: 1
      entries:
        - {model: authentik_core.group, id: staff, identifiers: {name: staff}}
        - {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada}}
        - {model: authentik_core.application, id: app, identifiers: {slug: app}, attrs: {name: App}}
      \(entries.joined())
      """)
    #expect(try Self.application("app", graph).access == access)
  }

  /// A selection may leave bindings out, and then nobody can say that everybody may open the application.
  @Test func ofAPartNothingIsOpen() throws {
    let graph = try Self.graph(only: ["authentik_core.application"])
    #expect(graph.applications.map(\.access) == [.unknown, .unknown, .unknown, .unknown])
    #expect(!AccessMermaid.text(of: graph).contains("everybody"))
  }

  /// What a label or a condition leaves out is counted.
  @Test func whatIsLeftOutIsCounted() throws {
    let app = Sample.object("authentik_core.application", ["slug": "chat"])
    let binding = Sample.object(
      "authentik_policies.policybinding", ["order": 0, "target": Sample.reference(app)])
    let graph = AccessGraph(try Self.desired().entries, leftOut: [binding])
    for slug in ["chat", "bank"] {
      let application = try Self.application(slug, graph)
      #expect(application.access == .unknown && application.leftOutGates == 1)
    }
    #expect(AccessMermaid.text(of: graph).contains("1 more binding is left out here"))
  }

  @Test func aDeletedGateDecidesNoMore() throws {
    let graph = try Self.graph(plan: Self.plan())
    let chat = try Self.application("chat", graph)
    #expect(chat.gates.map(\.name) == ["admins"] && chat.gates.map(\.action) == [.delete])
    #expect(chat.access == .everybody)
    // The policy goes, and its binding with it.
    #expect(try Self.application("wiki", graph).decidingGates.map(\.name) == ["staff", "guests"])
  }

  @Test func withoutTheRightToSeeBindingsNothingIsOpen() throws {
    let objects = try Self.desired().entries.filter { $0.model == "authentik_core.application" }
      .map { DescribedObject(address: $0.address, values: $0.values) }
    #expect(AccessGraph(objects).open.count == 4)
    #expect(AccessGraph(objects, knowsGates: false).open.isEmpty)
  }

  @Test func hiddenValuesAreMasked() throws {
    let entries = try Self.desired().entries
    let graph = AccessGraph(
      entries,
      mask: SecretMask(["staff", "acme-consent", "wiki-users", "The \"Wiki\"", "<old> & things"]))
    let page = try Self.main(ReportPage.access(graph).text)
    for text in [AccessMermaid.text(of: graph), AccessDiagram.text(of: graph), page] {
      for hidden in ["staff", "acme-consent", "wiki-users", "Wiki\"", "Wiki&quot;", "Wiki#quot;", "things"] {
        #expect(!text.contains(hidden), "\(hidden)")
      }
      #expect(text.contains("(secret)"))
    }
  }

  /// What a page shows, without its style.
  private static func main(_ page: String) throws -> String {
    let start = try #require(page.firstRange(of: "<main>")?.upperBound)
    let end = try #require(page.firstRange(of: "</main>")?.lowerBound)
    return String(page[start..<end])
  }

  @Test(arguments: [false, true])
  func drawsMermaid(withPlan: Bool) throws {
    let text = AccessMermaid.text(of: try Self.graph(plan: withPlan ? Self.plan() : nil))
    Snapshot.expect(text, withPlan ? "mermaid-plan" : "mermaid")
  }

  @Test func drawsSVG() throws {
    Snapshot.expect(AccessDiagram.text(of: try Self.graph(plan: Self.plan())), "svg")
  }

  @Test func writesASection() throws {
    let plan = try Self.plan()
    let page = ReportPage.access(try Self.graph(plan: plan)).text
    #expect(PageCheck(page).problems == [])
    let text = try Self.main(page)
    Snapshot.expect(text, "section")
    #expect(!text.contains("<of>") && !text.contains("<old>"))
  }

  /// A plan knows its applications without the blueprints: on the page of `plan`, and of a service.
  @Test func aPlanHasTheSection() throws {
    let app = Sample.object("authentik_core.application", ["slug": "wiki"])
    let staff = Sample.object("authentik_core.group", ["name": "staff"])
    let binding = Sample.object(
      "authentik_policies.policybinding",
      ["group": Sample.reference(staff), "order": 0, "target": Sample.reference(app)])
    func change(_ address: ResourceAddress, _ action: Action, _ values: ValueMap) -> PlannedChange {
      var change = PlannedChange(address: address, action: action)
      change.primaryKey = .string("key of \(address)")
      change.values = values
      return change
    }
    let application = change(app, .unchanged, ["slug": "wiki", "name": "Wiki"])
    let bound = change(
      binding, .update,
      ["target": Sample.reference(app), "group": Sample.reference(staff), "order": 0, "enabled": true])
    let context = PlanContext(server: "sandbox:", serverVersion: "2026.5.0")
    func section(_ changes: [PlannedChange]) throws -> String {
      let page = try Self.main(ReportPage.plan(Plan(changes: changes), context: context).text)
      return String(page[(try #require(page.firstRange(of: "<section id=\"access\"")).lowerBound)...])
    }
    let gated = try section([application, bound])
    #expect(gated.contains("group staff") && !gated.contains("everybody"), "\(gated)")
    #expect(try section([application]).contains("everybody may open it"))
    let deleted = try section([application, change(binding, .delete, [:])])
    #expect(deleted.contains("group staff") && deleted.contains("everybody may open it"), "\(deleted)")
    var part = Plan(changes: [application])
    part.basis = PlanBasis(
      toolVersion: "", serverVersion: "", url: "", lineage: "", serial: 0, files: [:],
      only: ["authentik_core.application"])
    let unknown = try Self.main(ReportPage.plan(part, context: context).text)
    #expect(unknown.contains("not known here") && !unknown.contains("everybody"))
    let flows = ReportPage.plan(Plan(changes: []), context: context).text
    #expect(!flows.contains("Who may open what"))
  }
}
