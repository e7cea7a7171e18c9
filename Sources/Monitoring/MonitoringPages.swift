import FoundationEssentials
import HTTPTypes
import Model
import Reporting
package import Watching

/// The pages of a service, made when somebody asks for them.
package struct MonitoringPages: Sendable {
  struct Page: Sendable {
    let status: HTTPResponse.Status
    let contentType: String
    let body: String

    init(
      _ body: String, status: HTTPResponse.Status = .ok, contentType: String = "text/plain; charset=utf-8"
    ) {
      self.status = status
      self.contentType = contentType
      self.body = body
    }

    static func html(_ text: String) -> Page { Page(text, contentType: "text/html; charset=utf-8") }
  }

  /// A service that has not moved for so long hangs: no request and no apply takes an hour.
  private static let standstill: TimeInterval = 3600

  private let board: StatusBoard
  private let metrics: PrometheusMetrics
  private let version: String

  package init(_ board: StatusBoard, _ metrics: PrometheusMetrics, version: String) {
    self.board = board
    self.metrics = metrics
    self.version = version
  }

  /// The page at a path; its query is ignored.
  func page(_ target: String, at now: Date = .now) -> Page {
    let path = target.prefix { $0 != "?" && $0 != "#" }
    switch path {
    case "/": return .html(StatusPage.text(board.all, version: version, at: now))
    case "/healthz": return health(at: now)
    case "/readyz": return readiness
    case "/metrics": return Page(metrics.text, contentType: PrometheusMetrics.contentType)
    default:
      let prefix = "/targets/"
      guard path.hasPrefix(prefix), let name = PercentEncoding.decoded(path.dropFirst(prefix.count)),
        let status = board[name]
      else { return Page("there is no such page; see /\n", status: .notFound) }
      return .html(plan(of: status))
    }
  }

  private func health(at now: Date) -> Page {
    let stuck = board.all.filter { now.timeIntervalSince($0.lastMove) > Self.standstill }
    guard stuck.isEmpty else {
      return Page(
        stuck.map { "\($0.name) has not moved since \($0.lastMove.formatted(.iso8601))\n" }.joined(),
        status: .serviceUnavailable)
    }
    return Page("ok\n")
  }

  private var readiness: Page {
    let waiting = board.all.filter { !$0.isReady }
    guard waiting.isEmpty else {
      return Page(
        waiting.map { "\($0.name): \($0.trouble?.failure.message ?? "its first plan is not made yet")\n" }
          .joined(), status: .serviceUnavailable)
    }
    return Page("ok\n")
  }

  /// The last plan with its pictures.
  private func plan(of status: TargetStatus) -> String { TargetPage.text(status, version: version) }
}
