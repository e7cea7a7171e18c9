import Model
package import Planning

extension ReportPage {
  /// The page of a plan. Without `graph` and `access`, they are made of the plan's objects.
  package static func plan(
    _ plan: Plan, context: PlanContext, graph: FlowGraph? = nil, access: AccessGraph? = nil
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
    let more = AccessSection.section(of: access ?? AccessGraph(plan), anchors: &anchors)
    return ReportPage(head: head, sections: parts.sections + [more].compactMap { $0 })
  }

  /// The page of flows without a plan. `server` and `version` are those of a live server.
  package static func flows(
    _ graph: FlowGraph, access: AccessGraph? = nil, server: String = "", version: String = "",
    time: String = ""
  ) -> ReportPage {
    var (anchors, room) = (Anchors(), PageRoom())
    var head = PageHead(title: "Flows", name: "flowform: flows")
    head.sentence =
      "\(counted(graph.flows.count, "flow")) with their stages, and the policies that decide on each."
    head.add(server: PlanContext.name(of: server), version: version, time: time)
    let section = FlowCards.section(
      graph.flows, title: "Pictures", anchor: anchors.make("flows"), isFolded: false, level: 2,
      anchors: &anchors, room: &room)
    let more = access.flatMap { AccessSection.section(of: $0, anchors: &anchors) }
    return ReportPage(head: head, sections: (graph.flows.isEmpty ? [] : [section]) + [more].compactMap { $0 })
  }
}

extension PlanContext {
  /// The server as a person calls it.
  var serverName: String { Self.name(of: server) }

  static func name(of server: String) -> String { server == "sandbox:" ? "the sandbox" : server }
}
