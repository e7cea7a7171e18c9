import FoundationEssentials
import Model
import OrderedCollections
import Reporting
import Watching

/// The page that lists the targets of a service.
enum StatusPage {
  static func text(_ targets: [TargetStatus], version: String, at now: Date) -> String {
    let rows = targets.map { row($0, at: now) }.joined()
    return page(
      "flowform",
      """
      <h1>flowform</h1>
      <table>
      <tr><th>target</th><th>server</th><th>now</th><th>to do</th><th>changed outside</th><th>last success</th><th>trouble</th></tr>
      \(rows)</table>
      \(targets.map(mistakes).joined())<p><small>\(Markup.escaped(version)) · <a href="metrics">metrics</a></small></p>

      """)
  }

  /// A page that is up to date as long as it is open.
  static func page(_ title: String, _ body: String) -> String {
    HTMLPage.text(
      title: title, style: ".bad { color: #cf222e }\n", refresh: 15, body: body)
  }

  private static func row(_ status: TargetStatus, at now: Date) -> String {
    let name = PercentEncoding.encoded(status.name)
    let link = "<a href=\"targets/\(name)\">\(Markup.escaped(status.name))</a>"
    let server = status.server.map { "\($0) (authentik \(status.serverVersion ?? ""))" } ?? ""
    let cells = [
      Markup.escaped(server), Markup.escaped(phase(of: status)), Markup.escaped(toDo(status)),
      status.plan == nil ? "" : "\(status.drift.values.reduce(0, +))",
      status.lastSuccess.map { ago($0, now) } ?? "never", trouble(of: status),
    ]
    return "<tr><td>\(link)</td>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
  }

  private static func phase(of status: TargetStatus) -> String {
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

  private static func trouble(of status: TargetStatus) -> String {
    guard let trouble = status.trouble else { return "" }
    let times =
      trouble.count == 1 ? "" : " (\(trouble.count) times since \(trouble.since.formatted(.iso8601)))"
    return "<span class=\"bad\">\(Markup.escaped(trouble.failure.message + times))</span>"
  }

  private static func ago(_ date: Date, _ now: Date) -> String {
    "\(Int(max(0, now.timeIntervalSince(date)).rounded())) s ago"
  }

  /// The mistakes of blueprints that are not in force.
  private static func mistakes(_ status: TargetStatus) -> String {
    guard !status.mistakes.isEmpty else { return "" }
    let rows = status.mistakes.prefix(100).map { mistake in
      "<li>\(Markup.escaped((mistake.location.map { "\($0): " } ?? "") + mistake.message))</li>\n"
    }
    return "<h2>\(Markup.escaped(status.name)): not in force</h2>\n<ul>\n\(rows.joined())</ul>\n"
  }

  /// What the plan of a target is.
  static func note(on status: TargetStatus) -> String {
    let when = status.planned.map { " of \($0.formatted(.iso8601))" } ?? ""
    return
      "The last plan\(when) for \(status.server ?? "the server")\(status.isApplied ? ", which was applied" : "")."
  }
}
