import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@testable import Reporting

/// The page of a plan: whole, safe, and with the same content as the text.
@Suite struct PageTests {
  private static let context = PlanContext(
    server: "https://a.example", serverVersion: "2026.5.0", skippedFiles: ["x.yaml"],
    time: "2026-11-29T12:00:00Z")

  private static func page(_ plan: Plan, isVerbose: Bool = false) -> String {
    ReportPage.plan(
      plan, context: PlanContext(server: "s", serverVersion: "1", isVerbose: isVerbose, time: "t")
    ).text
  }

  /// The page without its style, which is the same in all.
  private static func body(_ page: String) -> String {
    page.replacing(/<style>[^<]*<\/style>/, with: "<style></style>")
  }

  @Test func aPlanOfFlows() {
    Snapshot.expect(Self.body(ReportPage.plan(Sample.flows, context: Self.context).text), "flows")
  }

  @Test func flowsWithoutAPlan() {
    var flows = FlowGraph(Sample.flows)
    flows = FlowGraph(
      flows: flows.flows.map { flow in
        FlowGraph.Flow(
          slug: flow.slug, title: flow.title, designation: flow.designation, deniedAction: flow.deniedAction,
          guards: flow.guards, steps: flow.steps, action: nil)
      })
    let page = ReportPage.flows(flows, time: "2026-11-29T12:00:00Z").text
    #expect(PageCheck(page).problems == [])
    #expect(page.ranges(of: "<svg ").count == flows.flows.count && page.contains("3 flows"))
  }

  @Test(arguments: [Sample.plan, Sample.flows, Sample.hostilePlan, Plan(changes: [])], [false, true])
  func thePageIsWhole(plan: Plan, isVerbose: Bool) {
    #expect(PageCheck(Self.page(plan, isVerbose: isVerbose)).problems == [])
  }

  /// Each object with its symbol, its verb and its place, in the same order.
  @Test(arguments: [Sample.plan, Sample.flows], [false, true])
  func theObjectsAreThoseOfTheText(plan: Plan, isVerbose: Bool) {
    let context = PlanContext(server: "s", serverVersion: "1", isVerbose: isVerbose)
    let text = TextReporter(terminal: Terminal(hasColour: false, symbols: .unicode)).plan(
      plan, context: context)
    let verbs = Action.allCases.map(\.rawValue).joined(separator: "|")
    let pattern = try? Regex("^ *([-+~↺=.] )?((\(verbs)) )?authentik_")
    let lines = text.output.split(separator: "\n")
      .filter { line in pattern.map { line.firstMatch(of: $0) != nil } ?? false }
      .map { $0.drop { $0 == " " }.replacing("  ", with: " ") }
    let objects = PageCheck.texts(of: "<p class=\"object", in: Self.page(plan, isVerbose: isVerbose))
      .map { $0.replacing(/^( context)?">/, with: "").replacing(" (restore)", with: "").drop { $0 == " " } }
    // Leftovers are no changes: they are in a section of their own.
    let shown = lines.filter { line in !plan.leftovers.contains { line.hasPrefix($0.address.description) } }
    #expect(objects.map(String.init) == shown.map(String.init))
    #expect(!objects.isEmpty)
  }

  /// Texts that could be markup or an attribute.
  @Test(arguments: [
    "</code></pre><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
    "javascript:alert(1)",
    "</style><svg onload=x>", "<!-- ", "]]>", "& &amp; &#60;", "a\u{202E}b\u{0}c", "\n\n<b>", "`<b>`",
  ])
  func nothingIsMarkup(text: String) {
    var flow = PlannedChange(address: .flow(text), action: .update)
    flow.values = ["slug": .string(text), "title": .string(text), "designation": .string(text)]
    flow.source = Model.SourceLocation(file: text, line: 1, column: 1)
    flow.reason = text
    flow.previousAddress = .flow(text + "x")
    flow.fields = [
      FieldChange(path: FieldPath(text), before: .string(text), after: .string(text + "\n" + text)),
      FieldChange(path: FieldPath("title"), before: .string(text), after: .string(text), isDrift: true),
    ]
    flow.cascades = [PlannedChange.Cascade(model: text, name: text, primaryKey: .string(text))]
    let stage = Sample.object("authentik_stages_dummy.dummystage", ["name": .string(text)])
    var binding = PlannedChange(
      address: Sample.object(
        "authentik_flows.flowstagebinding",
        ["target": Sample.reference(flow.address), "stage": Sample.reference(stage), "order": 1]),
      action: .create)
    binding.fields = [FieldChange(path: FieldPath(text), before: nil, after: .string(text))]
    var plan = Plan(changes: [flow, binding])
    plan.diagnostics = [.error(text, at: flow.source)]
    plan.leftovers = [Plan.Leftover(address: .flow(text), source: text)]
    let context = PlanContext(server: text, serverVersion: text, skippedFiles: [text], time: text)
    let reporter = HTMLReporter(terminal: Terminal(hasColour: false), toolVersion: text)
    let pages = [
      reporter.plan(plan, context: context), reporter.diagnostics(plan.diagnostics),
      reporter.targets([
        TargetResult(target: text, finding: .plan(plan, context)),
        TargetResult(target: text, finding: .failure(text)),
        TargetResult(target: text, finding: .invalid(plan.diagnostics)),
      ]).reduce(Report(), +),
    ]
    for page in pages {
      let problems = PageCheck(page.output).problems
      #expect(problems == [], "\(problems)")
      #expect(page.error.contains("error:"))
    }
  }

  /// Errors are on both streams, so that a page that is sent to a file does not hide why the command failed.
  @Test func errorsArePrintedToo() {
    let place = Model.SourceLocation(file: "b.yaml", line: 2, column: 3)
    let report = HTMLReporter(terminal: Terminal(hasColour: false), toolVersion: "1")
      .diagnostics([.warning("odd", at: place), .error("wrong", at: place)])
    #expect(report.error == "b.yaml:2:3: error: wrong\n")
    let items = PageCheck.texts(of: "<li><b", in: report.output)
    #expect(items.count == 2 && items[0].hasSuffix("error b.yaml:2:3 wrong"), "\(items)")
  }

  @Test func severalTargetsAreOnePage() {
    let results = ["staging", "production", "gone", "wrong"].map { target in
      TargetResult(
        target: target,
        finding: target == "gone"
          ? .failure("no answer")
          : target == "wrong" ? .invalid([.error("a", at: nil)]) : .plan(Sample.flows, Self.context))
    }
    let pages = HTMLReporter(terminal: Terminal(hasColour: false), toolVersion: "1").targets(results)
    #expect(pages.count == 1)
    #expect(PageCheck(pages[0].output).problems == [])
    for target in ["staging", "production", "gone", "wrong"] {
      #expect(pages[0].output.contains("<h2 id=\"target-\(target)-title\">\(target)</h2>"))
      #expect(pages[0].output.contains("<a href=\"#target-\(target)\">\(target)</a></th>"))
    }
    #expect(pages[0].error == "error: gone: no answer\nerror: wrong: a\n")
  }

  /// A browser opens the page of a large plan, and the page says what it leaves out.
  @Test(arguments: [(10_000, 100, 1), (20, 1_000_000, 3_000), (25_000, 10, 1)])
  func aLargePlanIsFoldedAndCut(count: Int, length: Int, lines: Int) {
    let text = Value.string(
      Array(repeating: String(repeating: "x", count: length / lines), count: lines).joined(separator: "\n"))
    let plan = Plan(
      changes: (0..<count).map { index in
        var change = PlannedChange(
          address: Sample.object("authentik_core.group", ["name": .string("group-\(index)")]), action: .create
        )
        change.fields = (0..<8).map { FieldChange(path: FieldPath("field_\($0)"), before: nil, after: text) }
        return change
      })
    let page = Self.page(plan)
    #expect(page.utf8.count < 13_000_000 && page.utf8.count > 3_000_000, "\(page.utf8.count)")
    #expect(page.contains("This page leaves out ") && page.contains("\(count)</b>"))
    let shown = page.ranges(of: "<p class=\"object").count
    let left = page.firstMatch(of: /and (\d+) objects entirely/).flatMap { Int($0.1) } ?? 0
    #expect(shown + left == count)
    let details = page.firstMatch(of: /the details of (\d+) objects/).flatMap { Int($0.1) } ?? 0
    #expect(details == page.ranges(of: "… left out").count)
    #expect(page.ranges(of: "<details>").count >= shown - details)
  }
}
