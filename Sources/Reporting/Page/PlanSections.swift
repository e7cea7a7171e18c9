import Model
package import Planning

/// The parts of a page that show a plan, in the order of the plan as text.
package struct PlanSections {
  private let plan: Plan
  private let graph: FlowGraph
  private let isVerbose: Bool
  /// The level of the sections' headings.
  private let level: Int
  private var markup: PlanMarkup
  private var drawn: Set<ResourceAddress> = []
  /// The parts, and the numbers that lead to them.
  package private(set) var sections: [PageSection] = []
  private(set) var tiles: [PageHead.Tile] = []

  /// `anchors` are those that the page has already; the names of this plan's parts are added to them.
  package init(
    _ plan: Plan, graph: FlowGraph, isVerbose: Bool = false, anchors: inout Anchors, level: Int = 2
  ) {
    (self.plan, self.graph, self.isVerbose, self.level) = (plan, graph, isVerbose, level)
    markup = PlanMarkup(anchors: anchors)
    markup.isFolded = plan.changes.indices.count { plan.changes[$0].action != .unchanged } > PageRoom.mostOpen
    markup.showsDefaults = isVerbose
    build()
    anchors = markup.anchors
  }

  private mutating func build() {
    let findings = PageFindings(plan.diagnostics)
    let found = findings.section(&markup.anchors)
    let outline = PlanOutline(plan)
    let (edits, restores) = (outline.edits(isVerbose: isVerbose), outline.restores)
    let byAddress = Dictionary(graph.flows.compactMap { flow in flow.address.map { ($0, flow) } }) { $1 }
    func isFlow(_ node: PlanOutline.Node) -> Bool { node.address.model == Self.flow }
    let flows = section("Flows", "flows", flowNodes: edits.filter(isFlow), byAddress)
    let objects = section("Other objects", "objects", nodes: edits.filter { !isFlow($0) })
    let outside = section(
      PlanSummaryText.restores, "outside", flowNodes: restores.filter(isFlow),
      nodes: restores.filter { !isFlow($0) },
      byAddress)
    let left = leftovers()
    let tests = tests()
    let others = unchanged()
    let sentence = markup.room.sentence
    sections = [found, flows, objects, outside, left, tests, others].compactMap { $0 }
    if !sentence.isEmpty {
      sections.insert(
        PageSection(
          anchor: markup.anchors.make("left out"), title: "Not on this page",
          body: "<p>\(Markup.words(sentence))</p>\n"), at: 0)
    }
    count(found, flows ?? objects, outside, left)
  }

  private static let flow = "authentik_flows.flow"

  // MARK: - Numbers

  private mutating func count(
    _ found: PageSection?, _ edits: PageSection?, _ outside: PageSection?, _ left: PageSection?
  ) {
    let summary = plan.summary
    tiles = [Action.create, .update, .delete].map { action in
      PageHead.Tile(
        count: summary[action], words: "to \(action.rawValue)", mark: PlanLine.Mark(action),
        anchor: summary[action] > 0 ? edits?.anchor ?? outside?.anchor : nil)
    }
    func add(
      _ count: Int, _ words: String, _ mark: PlanLine.Mark, _ section: PageSection? = nil,
      _ style: String? = nil
    ) {
      guard count > 0 else { return }
      tiles.append(
        PageHead.Tile(count: count, words: words, mark: mark, style: style, anchor: section?.anchor))
    }
    add(plan.driftCount, "changed outside", .restore, outside ?? edits)
    add(plan.changes.reduce(0) { $0 + $1.cascades.count }, "deleted along", .delete, edits)
    add(plan.keptLeftovers.count, "left over", .none, left, "none")
    add(summary[.adopt], "to adopt", .adopt)
    add(summary[.unchanged], "unchanged", .none, nil, "none")
    add(summary[.skip], "skipped", .skip)
    for severity in [Diagnostic.Severity.error, .warning] {
      let count = plan.diagnostics.count { $0.severity == severity }
      add(count, severity.rawValue + (count == 1 ? "" : "s"), .none, found, PageFindings.style(severity))
    }
  }

  /// The plan in one sentence.
  package var sentence: String {
    let text = PlanSummaryText.counts(plan)
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  // MARK: - Sections

  private mutating func section(
    _ title: String, _ name: String, flowNodes: [PlanOutline.Node] = [], nodes: [PlanOutline.Node] = [],
    _ flows: [ResourceAddress: FlowGraph.Flow] = [:]
  ) -> PageSection? {
    guard !flowNodes.isEmpty || !nodes.isEmpty else { return nil }
    let anchor = markup.anchors.make(name)
    var (body, entries) = (Markup(stringLiteral: ""), [PageSection.Entry]())
    for node in flowNodes {
      let name = markup.anchors.make("flow \(node.address.shortName)")
      let change = node.change
      entries.append(
        PageSection.Entry(
          anchor: name, title: node.address.shortName, mark: change.map { PlanLine.Mark($0) } ?? .update))
      body += card(node, flows[node.address], anchor: name)
    }
    let list = markup.list(nodes)
    if !list.isEmpty { body += "<div class=\"card\">\n\(list)</div>\n" }
    var section = PageSection(anchor: anchor, title: title, body: body)
    section.entries = entries
    return section
  }

  /// A flow with its picture and its changes.
  private mutating func card(_ node: PlanOutline.Node, _ flow: FlowGraph.Flow?, anchor: String) -> Markup {
    let picture = flow.map { FlowCards.picture(of: $0) }
    let isDrawn =
      picture.map { drawn.insert(node.address).inserted && markup.room.hasRoom(forDetails: $0) } ?? false
    let counts = PlanSummaryText.counts(node.changes)
    return """
      <article class="card" id="\(anchor)" aria-labelledby="\(anchor)-title">
      \(FlowCards.heading(flow, node.address.shortName, level: level + 1, anchor: anchor))
      <p class="counts">\(counts)</p>
      <div class="flow\(isDrawn ? "" : " no-picture")">
      \(isDrawn ? picture ?? "" : "")<div class="changes">
      \(markup.list([node]))</div>
      </div>
      </article>

      """
  }

  private mutating func leftovers() -> PageSection? {
    let kept = plan.keptLeftovers
    guard !kept.isEmpty else { return nil }
    let items = kept.map { leftover -> Markup in
      let item: Markup =
        "<li><code>\(Terminal.escaped(leftover.address.description))</code> <span class=\"place\">\(Terminal.escaped(leftover.source))</span></li>\n"
      return markup.room.hasRoom(forObject: item, count: 1) ? item : ""
    }
    return PageSection(
      anchor: markup.anchors.make("left over"), title: "Left over",
      body:
        "<p class=\"about\">I\(String(PlanSummaryText.leftoversRemark.dropFirst())).</p>\n<ul class=\"card plain\">\n\(items.joined())</ul>\n"
    )
  }

  private mutating func tests() -> PageSection? {
    guard !plan.tests.isEmpty else { return nil }
    let items = PlannedTestText.lines(plan).map { line -> Markup in "<li>\(Terminal.escaped(line))</li>\n" }
    return PageSection(
      anchor: markup.anchors.make("tests"), title: "Tests",
      body:
        "<p class=\"about\">\(Markup.words(PlannedTestText.heading)).</p>\n<ul class=\"card plain\">\n\(items.joined())</ul>\n"
    )
  }

  /// Flows that the plan leaves as they are, folded.
  private mutating func unchanged() -> PageSection? {
    let flows = graph.flows.filter { flow in flow.address.map { !drawn.contains($0) } ?? true }
    guard !flows.isEmpty else { return nil }
    let title = flows.count == graph.flows.count ? "Flows without changes" : "Other flows, without changes"
    let anchor = markup.anchors.make("unchanged flows")
    var section = FlowCards.section(
      flows, title: title, anchor: anchor, isFolded: true, level: level, anchors: &markup.anchors,
      room: &markup.room)
    section.entries = []
    return section
  }
}
