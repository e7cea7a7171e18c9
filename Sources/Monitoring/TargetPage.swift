import FoundationEssentials
import Operations
import Reporting
import Watching

/// The page of one target of a service: how it is doing, and the report of its last plan.
enum TargetPage {
  static func text(_ status: TargetStatus, version: String) -> String {
    var page = report(of: status)
    page.head.facts.append(("Now", "\(StatusPage.phase(of: status))"))
    let trouble = StatusPage.trouble(of: status)
    if !trouble.isEmpty { page.head.facts.append(("Trouble", "<span class=\"bad\">\(trouble)</span>")) }
    page.head.facts.append(("More", "<a href=\"../\">all targets</a>"))
    var anchors = Anchors()
    if let mistakes = StatusPage.mistakes(of: status, &anchors) { page.sections.insert(mistakes, at: 0) }
    page.foot = version
    page.refresh = StatusPage.refresh
    return page.text
  }

  private static func report(of status: TargetStatus) -> ReportPage {
    guard let made = status.plan else {
      var head = PageHead(title: status.name, name: "flowform: \(status.name)")
      head.sentence = "There is no plan yet."
      return ReportPage(head: head, sections: [])
    }
    let context = PlanContext(
      server: status.server ?? "", serverVersion: status.serverVersion ?? "", skippedFiles: made.skippedFiles,
      time: status.planned?.formatted(.iso8601) ?? "")
    var page = ReportPage.plan(made.plan, context: context)
    page.head.title = status.name
    page.head.name = "flowform: \(status.name)"
    if status.isApplied { page.head.sentence = "This plan was applied." }
    return page
  }
}
