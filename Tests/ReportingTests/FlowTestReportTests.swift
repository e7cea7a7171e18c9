import FlowTesting
import FoundationEssentials
import FoundationXML
import Model
import OrderedCollections
import Reporting
import TestSupport
import Testing

@Suite struct FlowTestReportTests {
  private static let mask = SecretMask(["hunter2x"])
  private static let context = PlanContext(server: "https://authentik.example.com", serverVersion: "2026.5.0")

  private static func test(_ name: String, line: Int, file: String = "blueprints/acme.flowtest.yaml")
    -> FlowTest
  {
    FlowTest(
      name: name, place: SourceLocation(file: file, line: line, column: 3), flow: "acme-login",
      end: .signedOut)
  }

  private static func summary(_ text: String = "<hunter2x> & \"x\"", findings: [Diagnostic] = [])
    -> FlowTestSummary
  {
    let place = SourceLocation(file: "blueprints/acme.flowtest.yaml", line: 6, column: 5)
    let source = SourceText(
      file: place.file, bytes: Array("tests:\n1\n2\n3\n4\n  - {stage: password, x: hunter2x}\n  - end\n".utf8)
    )
    let results = [
      FlowTestResult(test("staff sign in", line: 2), .passed, duration: .milliseconds(312)),
      FlowTestResult(
        test("sign in with \(text)", line: 5),
        .failed([
          FlowTestFailure(at: place, "expected `password`, found \(text)"),
          FlowTestFailure(at: SourceLocation(file: place.file, line: 7, column: 5), "the run ended"),
        ]), duration: .milliseconds(1_005), notes: ["policy `\(text)` was not evaluated"],
        leftBehind: ["the user \(text)"]),
      FlowTestResult(test("join", line: 9, file: "b.flowtest.yaml"), .skipped("it writes \(text)")),
    ]
    return FlowTestSummary(
      FlowTestReport(results), findings: findings, mask: mask, sources: [source], context: context)
  }

  private static func shown(_ report: Report) -> String {
    "--- output\n\(report.output)--- error\n\(report.error)\(report.summary.isEmpty ? "" : "--- summary\n\(report.summary)")"
  }

  private static let source = [
    "blueprints/acme.flowtest.yaml": SourceText(
      file: "blueprints/acme.flowtest.yaml",
      bytes: Array("tests:\n1\n2\n3\n4\n  - {stage: password, x: hunter2x}\n  - end\n".utf8))
  ]

  @Test(arguments: [
    (
      "text",
      TextReporter(terminal: Terminal(hasColour: false, symbols: .unicode), sources: source)
        as any Reporter
    ), ("ascii", TextReporter(terminal: Terminal(hasColour: false))),
    ("quiet", TextReporter(terminal: Terminal(hasColour: false), isQuiet: true)), ("json", JSONReporter()),
    ("markdown", MarkdownReporter()), ("github", GitHubReporter()),
  ])
  func aRunIsTold(name: String, reporter: any Reporter) {
    let shown = Self.shown(reporter.flowTests(Self.summary()))
    #expect(!shown.contains("hunter2x"))
    Snapshot.expect(shown, name)
  }

  @Test func aRunIsToldAsJUnit() {
    let output = JUnitDocument(Self.summary()).report.output
    #expect(!output.contains("hunter2x"))
    Snapshot.expect(output, "junit")
  }

  /// Data of a server must neither end an element nor control a terminal.
  @Test(arguments: [Sample.hostile, "]]>&<a b='c'>\"</testcase>", "\u{0}\u{FFFE}", "é👩‍👩‍👧"])
  func hostileTextsStayTexts(text: String) throws {
    let finding = Diagnostic.error(text, at: SourceLocation(file: text, line: 1, column: 1))
    for findings in [[], [finding]] {
      let output = JUnitDocument(Self.summary(text, findings: findings)).report.output
      #expect(XMLParser(data: .init(output.utf8)).parse())
    }
    let shown = TextReporter(terminal: Terminal(hasColour: false)).flowTests(Self.summary(text))
    #expect(!(shown.output + shown.error).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    let reported = GitHubReporter().flowTests(Self.summary("a\n::error::b"))
    #expect(!reported.output.contains("\n::error::b"))
  }

  @Test func theDocumentMatchesItsSchema() throws {
    let findings = [Diagnostic.warning("look", at: nil)]
    let printed = JSONReporter().flowTests(Self.summary(findings: findings)).output
    let schema = try JSONReader.read(OutputSchema.testResults.text)
    #expect(SchemaCheck.problems(try JSONReader.read(printed), schema) == [])
    #expect(SchemaCheck.problems(["format": 1, "tests": [["verdict": "maybe"]]], schema) != [])
  }

  @Test(arguments: [
    (0, "nothing was tested"), (1, "1 passed"), (2, "1 passed, 1 failed"),
    (3, "1 passed, 1 failed, 1 skipped"),
  ])
  func aVerdictCounts(count: Int, words: String) {
    let results = Array(Self.summary().report.results.prefix(count))
    let summary = FlowTestSummary(FlowTestReport(results), context: Self.context)
    let output = TextReporter(terminal: Terminal(hasColour: false), isQuiet: true).flowTests(summary).output
    #expect(output == "Tests: \(words).\n")
  }
}
