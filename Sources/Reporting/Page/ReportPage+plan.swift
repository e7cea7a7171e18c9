import Model
package import Planning

extension ReportPage {
  /// The page of a plan. `more` are sections that follow.
  package static func plan(
    _ plan: Plan, context: PlanContext, graph: FlowGraph? = nil, more: [PageSection] = []
  ) -> ReportPage {
    var anchors = Anchors()
    let parts = PlanSections(
      plan, graph: graph ?? FlowGraph(plan), isVerbose: context.isVerbose, anchors: &anchors)
    var head = PageHead(
      title: "Plan for \(context.serverName)", name: "flowform: plan for \(context.serverName)")
    // The tiles tell the rest.
    if !plan.summary.hasChanges || plan.diagnostics.hasErrors { head.sentence = parts.sentence }
    head.add(server: context.serverName, version: context.serverVersion, time: context.time)
    if !context.skippedFiles.isEmpty {
      head.facts.append(("Files", Markup.words(TextReporter.skippedText(context.skippedFiles))))
    }
    if !context.isVerbose, let hidden = plan.hiddenFields {
      head.remark = "\(hidden); `flowform plan -v` shows all."
    }
    head.tiles = parts.tiles
    return ReportPage(head: head, sections: parts.sections + more)
  }

  /// The page of flows without a plan.
  package static func flows(_ graph: FlowGraph, time: String = "", more: [PageSection] = []) -> ReportPage {
    var (anchors, room) = (Anchors(), PageRoom())
    var head = PageHead(title: "Flows", name: "flowform: flows")
    head.sentence =
      "\(counted(graph.flows.count, "flow")) with their stages, and the policies that decide on each."
    head.add(server: "", version: "", time: time)
    let section = FlowCards.section(
      graph.flows, title: "Pictures", anchor: anchors.make("flows"), isFolded: false, level: 2,
      anchors: &anchors, room: &room)
    return ReportPage(head: head, sections: (graph.flows.isEmpty ? [] : [section]) + more)
  }
}

extension PlanContext {
  /// The server as a person calls it.
  var serverName: String { server == "sandbox:" ? "the sandbox" : server }
}
