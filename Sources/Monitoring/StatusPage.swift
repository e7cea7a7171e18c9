import FoundationEssentials
import Model
import OrderedCollections
import Reporting
import Watching

/// The page that lists the targets of a service.
enum StatusPage {
  /// A page is up to date as long as it is open.
  static let refresh = 15

  static func text(_ targets: [TargetStatus], version: String, at now: Date) -> String {
    var anchors = Anchors()
    var head = PageHead(title: "flowform", name: "flowform: \(targets.count) targets")
    head.facts = [("Version", "\(version)"), ("Now", PageHead.time(now.formatted(.iso8601)))]
    head.facts.append(("More", "<a href=\"metrics\">metrics</a>"))
    var page = ReportPage(
      head: head,
      sections: [
        PageSection(anchor: anchors.make("targets"), title: "Targets", body: table(targets, at: now))
      ]
        + targets.compactMap { mistakes(of: $0, &anchors) })
    page.refresh = refresh
    return page.text
  }

  private static func table(_ targets: [TargetStatus], at now: Date) -> Markup {
    let columns =
      ["Target", "Server", "Now", "To do", "Changed outside", "Last success"]
      .map { PageTable.Column($0) } + [PageTable.Column("Trouble", style: "bad")]
    return PageTable(
      "What each target does now, and what its last plan found", columns: columns,
      rows: targets.map { row($0, at: now) }
    ).markup
  }

  private static func row(_ status: TargetStatus, at now: Date) -> PageTable.Row {
    let server = status.server.map { "\($0) (authentik \(status.serverVersion ?? ""))" } ?? ""
    let cells = [
      server, phase(of: status), toDo(status),
      status.plan == nil ? "" : "\(status.drift.values.reduce(0, +))",
      status.lastSuccess.map { ago($0, now) } ?? "never", trouble(of: status),
    ]
    return PageTable.Row(
      "<a href=\"targets/\(PercentEncoding.encoded(status.name))\">\(status.name)</a>", cells.map { "\($0)" })
  }

  static func phase(of status: TargetStatus) -> String {
    let lock = status.holdsLock ? "; holds the lock" : ""
    switch status.phase {
    case .starting: return "starting"
    case .planning: return "planning" + lock
    case .applying: return "applying" + lock
    case .waiting: return (status.next.map { "waiting until \($0.formatted(.iso8601))" } ?? "waiting") + lock
    case .standingBy(let holder): return "standing by: the state is locked by \(holder)"
    case .ended: return "ended"
    }
  }

  private static func toDo(_ status: TargetStatus) -> String {
    guard status.plan != nil else { return "" }
    let counts = status.pending.reduce(into: OrderedDictionary<String, Int>()) {
      $0[$1.key.action.rawValue, default: 0] += $1.value
    }
    return counts.isEmpty
      ? "nothing" : counts.sorted { $0.key < $1.key }.map { "\($1) to \($0)" }.joined(separator: ", ")
  }

  static func trouble(of status: TargetStatus) -> String {
    guard let trouble = status.trouble else { return "" }
    let times =
      trouble.count == 1 ? "" : " (\(trouble.count) times since \(trouble.since.formatted(.iso8601)))"
    return trouble.failure.message + times
  }

  private static func ago(_ date: Date, _ now: Date) -> String {
    "\(Int(max(0, now.timeIntervalSince(date)).rounded())) s ago"
  }

  /// The mistakes of blueprints that are not in force.
  static func mistakes(of status: TargetStatus, _ anchors: inout Anchors) -> PageSection? {
    guard !status.mistakes.isEmpty else { return nil }
    return PageSection(
      anchor: anchors.make("mistakes \(status.name)"), title: "\(status.name): not in force",
      body: PageFindings(status.mistakes).list)
  }
}
