package import Model
import OrderedCollections
package import Planning

/// Renders Markdown for a comment on a pull request, or for a job summary.
package struct MarkdownReporter: Reporter {
  /// A pipeline finds its own earlier comment by this marker.
  private static let marker = "<!-- flowform -->\n"

  package init() {}

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    page("Nothing was planned", groups: [self.group(diagnostics)])
  }

  package func validation(_ validation: Validation) -> Report {
    page(validation.verdict, groups: [group(validation.diagnostics)])
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    page(
      "Plan: " + PlanSummaryText.counts(plan), place(context) + hiddenFields(plan, context),
      groups: groups(of: plan, context))
  }

  /// The server, and the files that are left out.
  func place(_ context: PlanContext) -> String {
    let server = context.server == "sandbox:" ? "the sandbox" : MarkdownText.code(context.server)
    let version = MarkdownText.code("authentik " + context.serverVersion)
    let skipped =
      context.skippedFiles.isEmpty ? "" : TextReporter.skippedText(context.skippedFiles) + ".\n\n"
    return "For \(server), \(version).\n\n" + skipped
  }

  /// The fields that are not shown.
  func hiddenFields(_ plan: Plan, _ context: PlanContext) -> String {
    guard !context.isVerbose, let sentence = plan.hiddenFields else { return "" }
    return "\(sentence); `flowform plan -v` shows all.\n\n"
  }

  /// All groups of a plan.
  func groups(of plan: Plan, _ context: PlanContext) -> [MarkdownPage.Group] {
    [group(plan.diagnostics)] + groups(plan, context) + [leftovers(plan), tests(plan)]
  }

  package func event(_ event: ApplyEvent) -> Report { Report() }

  package func outcome(_ outcome: ApplyOutcome) -> Report {
    page(TextReporter(terminal: Terminal(hasColour: false)).words(outcome), groups: [])
  }

  func page(_ title: String, _ text: String = "", groups: [MarkdownPage.Group]) -> Report {
    let head = "\(Self.marker)### \(title)\n\n\(text)"
    return Report(
      output: MarkdownPage(head: head, groups: groups.filter { !$0.lines.isEmpty || !$0.heading.isEmpty })
        .render())
  }

  // MARK: - Groups

  /// Errors come first and are not folded.
  func group(_ diagnostics: [Diagnostic]) -> MarkdownPage.Group {
    let severities: [Diagnostic.Severity] = [.error, .warning, .note]
    let bySeverity = severities.map { severity in diagnostics.filter { $0.severity == severity } }
    let title = zip(severities, bySeverity).filter { !$1.isEmpty }
      .map { counted($1.count, $0.rawValue) }.joined(separator: ", ")
    let lines = bySeverity.joined().map { diagnostic in
      let place = diagnostic.location.map { "\($0): " } ?? ""
      return Terminal.escaped("\(place)\(diagnostic.severity.rawValue): \(diagnostic.message)")
    }
    return MarkdownPage.Group(title: title, lines: lines, language: "text", isOpen: diagnostics.hasErrors)
  }

  /// A group for each object with others below it, one for all other objects, and one for drift.
  private func groups(_ plan: Plan, _ context: PlanContext) -> [MarkdownPage.Group] {
    let outline = PlanOutline(plan)
    let (edits, restores) = (outline.edits(isVerbose: context.isVerbose), outline.restores)
    var groups = edits.filter { !$0.children.isEmpty }.map { node in
      group("\(MarkdownText.code(node.address.description))", [node], context)
    }
    let single = edits.filter(\.children.isEmpty)
    if !single.isEmpty { groups.append(group(groups.isEmpty ? "Objects" : "Other objects", single, context)) }
    if !restores.isEmpty { groups.append(group(PlanSummaryText.restores, restores, context)) }
    return groups
  }

  private func group(
    _ title: String, _ nodes: [PlanOutline.Node], _ context: PlanContext
  ) -> MarkdownPage.Group {
    let counts = PlanSummaryText.counts(nodes.flatMap(\.changes))
    let renderer = PlanLines(symbols: .unicode, isComplete: true, showsDefaults: context.isVerbose)
    let lines = nodes.flatMap { renderer.lines(of: $0) }.map(Self.differenceLine)
    return MarkdownPage.Group(title: "\(title): \(counts)", lines: lines, language: "diff")
  }

  private func leftovers(_ plan: Plan) -> MarkdownPage.Group {
    let kept = plan.keptLeftovers
    return MarkdownPage.Group(
      title: "\(PlanSummaryText.leftovers): \(kept.count)",
      lines: kept.map { Terminal.escaped("\($0.address)  \($0.source)") }, language: "text")
  }

  private func tests(_ plan: Plan) -> MarkdownPage.Group {
    let lines = PlannedTestText.lines(plan).map { Terminal.escaped($0) }
    return MarkdownPage.Group(
      title: lines.isEmpty ? "" : PlannedTestText.heading, lines: lines, language: "text")
  }

  /// Lines that begin with `+`, `-` or `!` are coloured green, red or orange.
  private static func differenceLine(_ line: PlanLine) -> String {
    let sign =
      switch line.mark {
      case .create, .added: "+"
      case .delete, .removed: "-"
      case .update, .restore: "!"
      case .adopt, .skip, .unchanged, .none: " "
      }
    let indent = String(repeating: " ", count: line.column - 1)
    return sign + indent
      + ([line.text, line.remark, line.place].filter { !$0.isEmpty }.joined(separator: "  "))
  }
}
