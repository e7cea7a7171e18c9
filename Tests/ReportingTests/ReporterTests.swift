import Model
import OrderedCollections
import Planning
import Reporting
import TestSupport
import Testing

@Suite struct ReporterTests {
  enum Format: String, CaseIterable {
    case text, colour, json, markdown, html, github, sarif

    var reporter: any Reporter {
      switch self {
      case .text: TextReporter(terminal: Terminal(hasColour: false))
      case .colour: TextReporter(terminal: Terminal(hasColour: true))
      case .json: JSONReporter()
      case .markdown: MarkdownReporter()
      case .html: HTMLReporter(terminal: Terminal(hasColour: false), toolVersion: "1.2.3")
      case .github: GitHubReporter()
      case .sarif: SARIFReporter(toolVersion: "1.2.3")
      }
    }
  }

  /// Both streams, with visible escape characters for readable snapshots.
  private static func shown(_ report: Report) -> String {
    "--- output\n\(report.output)--- error\n\(report.error)\(report.summary.isEmpty ? "" : "--- summary\n\(report.summary)")"
      .replacing("\u{1B}", with: "␛").replacing(/<style>[^<]*<\/style>/, with: "<style></style>")
  }

  @Test(arguments: Format.allCases) func aPlan(format: Format) {
    Snapshot.expect(Self.shown(format.reporter.plan(Sample.plan, context: Sample.context)), "plan-\(format)")
  }

  @Test func aPlanWithEverything() {
    let context = PlanContext(server: "sandbox:", serverVersion: "2024.8.2", isVerbose: true)
    Snapshot.expect(Self.shown(Format.text.reporter.plan(Sample.plan, context: context)), "plan-verbose")
  }

  @Test func aPlanWithoutChanges() {
    let context = PlanContext(server: "sandbox:", serverVersion: "2024.8.2")
    let unchanged = Plan(changes: [Sample.change("a", .unchanged), Sample.change("b", .adopt)])
    let reporter = Format.text.reporter
    Snapshot.expect(
      Self.shown(
        reporter.plan(unchanged, context: context) + reporter.plan(Plan(changes: []), context: context)),
      "plan-no-changes")
  }

  @Test func aPlanWithAnErrorIsNotDone() {
    var plan = Plan(changes: [Sample.change("a", .unchanged)])
    plan.diagnostics = [.error("wrong", at: nil)]
    let reporter = Format.text.reporter
    let unchanged = reporter.plan(plan, context: Sample.context).output
    #expect(unchanged.hasSuffix(": 1 unchanged; incomplete because of 1 error.\n"), "\(unchanged)")
    let github = Format.github.reporter.plan(plan, context: Sample.context)
    #expect(github.output.contains("incomplete because of 1 error") && github.summary.contains("incomplete"))
    plan.changes = []
    #expect(
      reporter.plan(plan, context: Sample.context).output.hasSuffix(": incomplete because of 1 error.\n"))
    plan.changes = [Sample.change("a", .create)]
    let created = reporter.plan(plan, context: Sample.context).output
    #expect(created.contains("1 to create") && created.contains("incomplete"), "\(created)")
  }

  /// Prints only errors and results.
  @Test func saysNothingElseWhereItIsQuiet() {
    let reporter = TextReporter(terminal: Terminal(hasColour: false), isQuiet: true)
    let place = Model.SourceLocation(file: "b.yaml", line: 2, column: 3)
    let diagnostics: [Diagnostic] = [
      .error("wrong", at: place), .warning("odd", at: nil), .note("by the way", at: place),
    ]
    #expect(reporter.diagnostics(diagnostics).error == "b.yaml:2:3: error: wrong\n")
    #expect(reporter.findings(diagnostics).error == "b.yaml:2:3: error: wrong\n")
    let told = Sample.events.map(reporter.event).reduce(Report(), +)
    #expect(told.output.isEmpty)
    #expect(told.error.split(separator: "\n").count == 6, "\(told.error)")
    #expect(!told.error.contains("created") && !told.error.contains("note:"))
    var plan = Sample.plan
    plan.diagnostics = diagnostics
    let shown = reporter.plan(plan, context: Sample.context)
    #expect(shown.error == "b.yaml:2:3: error: wrong\n")
    #expect(!shown.output.isEmpty)
    let validation = reporter.validation(
      Validation(diagnostics: diagnostics, fileCount: 1, entryCount: 1, skippedFiles: ["x"]))
    #expect(validation.error == "b.yaml:2:3: error: wrong\n")
    #expect(validation.output.contains("1 error, 1 warning"))
  }

  @Test(arguments: Format.allCases) func anApply(format: Format) {
    var outcome = ApplyOutcome()
    outcome.counts = [.create: 1, .update: 2, .delete: 3, .adopt: 4, .unchanged: 5, .skip: 6]
    var report =
      Sample.events.map(format.reporter.event).reduce(Report(), +) + format.reporter.outcome(outcome)
    outcome.failed = 1
    outcome.abandoned = 2
    outcome.retries = 1
    report = report + format.reporter.outcome(outcome)
    outcome.isRolledBack = true
    outcome.undone = 3
    report = report + format.reporter.outcome(outcome)
    outcome.notUndone = 1
    report = report + format.reporter.outcome(outcome)
    outcome.isInterrupted = true
    report = report + format.reporter.outcome(outcome)
    Snapshot.expect(Self.shown(report), "apply-\(format)")
  }

  @Test(arguments: Format.allCases) func aValidation(format: Format) {
    let place = Model.SourceLocation(file: "b.yaml", line: 2, column: 3)
    let diagnostics: [Diagnostic] = [
      .error("wrong", at: place), .warning("odd", at: nil), .note("by the way", at: place),
    ]
    let report =
      format.reporter.validation(
        Validation(diagnostics: diagnostics, fileCount: 2, entryCount: 1, skippedFiles: ["x", "y"]))
      + format.reporter.validation(Validation(diagnostics: [], fileCount: 1, entryCount: 3, skippedFiles: []))
    Snapshot.expect(Self.shown(report), "validation-\(format)")
  }

  @Test(arguments: [Format.text, .json, .markdown, .html, .github, .sarif]) func nothingSteersTheTerminal(
    format: Format
  ) {
    let context = PlanContext(server: Sample.hostile, serverVersion: Sample.hostile, isVerbose: true)
    let report =
      Sample.hostileEvents.map(format.reporter.event).reduce(Report(), +)
      + format.reporter.plan(Sample.hostilePlan, context: context)
      + format.reporter.diagnostics(Sample.hostilePlan.diagnostics)
      + format.reporter.targets([
        TargetResult(target: Sample.hostile, finding: .plan(Sample.hostilePlan, context)),
        TargetResult(target: Sample.hostile, finding: .invalid(Sample.hostilePlan.diagnostics)),
        TargetResult(target: Sample.hostile, finding: .failure(Sample.hostile)),
      ]).reduce(Report(), +)
    for scalar in (report.output + report.error + report.summary).unicodeScalars where scalar != "\n" {
      #expect(!["Cc", "Cf", "Zl"].contains(Self.category(scalar)), "U+\(String(scalar.value, radix: 16))")
    }
    #expect(!report.output.isEmpty)
  }

  private static func category(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control: "Cc"
    case .format: "Cf"
    case .lineSeparator: "Zl"
    default: ""
    }
  }

  @Test(arguments: Format.allCases) func noSecretIsShown(format: Format) {
    let several = [TargetResult(target: "staging", finding: .plan(Sample.plan, Sample.context))]
    let report =
      format.reporter.plan(Sample.plan, context: Sample.context)
      + format.reporter.targets(several).reduce(Report(), +)
    #expect(!(report.output + report.error + report.summary).contains("hunter"))
    #expect(report.output.contains("secret") || format == .sarif)
  }
}
