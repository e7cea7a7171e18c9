import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@testable import Reporting

@Suite struct MarkdownTests {
  private static let context = PlanContext(server: "https://a.example", serverVersion: "2026.5.0")

  @Test func aPlanOfFlows() {
    Snapshot.expect(MarkdownReporter().plan(Sample.flows, context: Self.context).output, "flows")
  }

  @Test(arguments: [("a", "```"), ("```", "````"), ("a ````` b", "``````")])
  func noLineClosesAFence(line: String, fence: String) {
    #expect(MarkdownText.block([line], language: "text") == "\(fence)text\n\(line)\n\(fence)\n")
  }

  @Test func aPlanWithoutChanges() {
    Snapshot.expect(MarkdownReporter().plan(Plan(changes: []), context: Self.context).output, "nothing")
  }

  /// Texts that could be markup, a link, a mention, or the end of the code around them.
  @Test(arguments: [
    "</code></summary><script>alert(1)</script>", "```\n</details>\n@everyone", "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)", "@org/team #1 https://evil.example www.evil.example",
    "*a* _b_ ~~c~~ `d` | e", "& &amp; &#60;", "<!-- flowform -->", "a\u{202E}b",
  ])
  func nothingIsMarkup(text: String) {
    var change = PlannedChange(address: .flow(text), action: .update)
    change.source = Model.SourceLocation(file: text, line: 1, column: 1)
    change.fields = [
      FieldChange(path: FieldPath(text), before: .string(text), after: .string(text + "\n" + text))
    ]
    var part = PlannedChange(
      address: Sample.object(
        "authentik_policies.policybinding", ["target": Sample.reference(change.address)]),
      action: .create)
    part.source = change.source
    var plan = Plan(changes: [change, part])
    plan.diagnostics = [.error(text, at: change.source)]
    plan.leftovers = [Plan.Leftover(address: .flow(text), source: text)]
    let page = MarkdownReporter().plan(plan, context: PlanContext(server: text, serverVersion: text)).output
    // Outside of the fences, there is only flowform's own text.
    var fence: Substring?
    for line in page.split(separator: "\n").dropFirst() {
      if let open = fence {
        if line == open { fence = nil }
      } else if line.hasPrefix("```") {
        fence = line.prefix { $0 == "`" }
      } else {
        let own = line.replacing(/<\/?(details|summary|code)( open)?>/, with: "").replacing(
          /&#\d+;/, with: "")
        #expect(
          !own.contains(where: { "<>&@[]`*_".contains($0) }) && !own.contains("://") && !own.contains("www."),
          "\(line)")
      }
    }
    #expect(fence == nil)
  }

  @Test(arguments: [(1, 70_000), (1000, 100), (400, 300), (3, 30_000)])
  func isNeverTooLongAndSaysWhatIsLeftOut(objects: Int, lines: Int) throws {
    let changes = (0..<objects).flatMap { index in
      var flow = Sample.change("flow-\(index)", .create)
      flow.fields = [
        FieldChange(
          path: FieldPath("text"), before: nil, after: .string(String(repeating: "é\n", count: lines)))
      ]
      let binding = PlannedChange(
        address: Sample.object(
          "authentik_flows.flowstagebinding", ["target": Sample.reference(flow.address), "order": 1]),
        action: .create)
      return [flow, binding]
    }
    var plan = Plan(changes: changes)
    plan.diagnostics = (0..<500).map { .warning("warning \($0)", at: nil) }
    let page = MarkdownReporter().plan(plan, context: Self.context).output
    #expect(page.utf8.count <= MarkdownPage.limit)
    // The room is used well.
    #expect(page.utf8.count > MarkdownPage.limit / 2)
    #expect(page.contains("\(objects * 2) to create"))
    #expect(page.contains("**Left out**, because the comment would be too long: "))
    let shown = page.matches(of: /(\d+) more lines?\n/).compactMap { Int($0.1) }.reduce(0, +)
    #expect(page.contains("\(shown) line"))
    #expect(page.count(of: "<details") == page.count(of: "</details>"))
    #expect(page.count(of: "\n```") % 2 == 0)
  }

  /// The plans of several targets share one page, and no target is left out of its table.
  @Test func severalTargetsStayBelowTheLimit() {
    let plan = Plan(changes: (0..<900).map { Sample.change("flow-\($0)", .create, line: $0 + 1) })
    let results = ["staging", "production", "gone"].map { target in
      TargetResult(
        target: target, finding: target == "gone" ? .failure("a | b") : .plan(plan, Self.context))
    }
    let page = MarkdownReporter().targets(results).reduce(Report(), +).output
    #expect(page.utf8.count <= MarkdownPage.limit && page.utf8.count > MarkdownPage.limit / 2)
    #expect(page.contains("**Left out**"))
    for target in ["staging", "production"] {
      #expect(page.contains("| <code>\(target)</code> |") && page.contains("#### <code>\(target)</code>"))
    }
    #expect(page.contains("| <code>a &#124; b</code> |"), "\(page.prefix(1000))")
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
