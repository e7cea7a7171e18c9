import Model
package import Planning

extension ReportPage {
  /// The page of applications and who may open them, with the plan below if there is one.
  ///
  /// `server` and `version` are those of a live server.
  package static func access(
    _ graph: AccessGraph, plan: Plan? = nil, context: PlanContext? = nil, server: String = "",
    version: String = "", time: String = ""
  ) -> ReportPage {
    var anchors = Anchors()
    let source = server.isEmpty ? AccessText.blueprints : AccessText.live
    let section = AccessSection.section(of: graph, source: source, anchors: &anchors)
    var page: ReportPage
    if let plan, let context {
      page = ReportPage.plan(plan, context: context, access: AccessGraph([DescribedObject]()))
    } else {
      page = ReportPage(head: PageHead(title: "Who may open what"), sections: [])
      page.head.add(server: PlanContext.name(of: server), version: version, time: time)
    }
    page.head.title = "Who may open what"
    page.head.name = "flowform: who may open what"
    page.head.sentence = "\(AccessText.summary(graph))."
    page.sections = [section].compactMap { $0 } + page.sections
    return page
  }
}
