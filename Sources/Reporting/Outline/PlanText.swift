import Model
import OrderedCollections
import Planning

/// Renders a plan for a terminal: changes, drift, leftovers and counts.
struct PlanText {
  let terminal: Terminal
  let context: PlanContext

  func render(_ plan: Plan) -> String {
    let isAnyShown =
      context.isVerbose || plan.changes.indices.contains { plan.changes[$0].action != .unchanged }
    // If nothing is shown, no outline is needed.
    let outline = PlanOutline(isAnyShown ? plan : Plan(changes: []))
    var sections = [groups(outline.edits(isVerbose: context.isVerbose))]
    sections.append(section(PlanSummaryText.restores + ":", groups(outline.restores)))
    sections.append(section(PlanSummaryText.leftovers + ":", leftovers(plan)))
    sections.append(section(PlannedTestText.heading + ":", tests(plan)))
    return sections.filter { !$0.isEmpty }.map { $0 + "\n" }.joined() + hiddenFields(plan) + summary(plan)
  }

  static func mark(_ mark: PlanLine.Mark, _ terminal: Terminal) -> String {
    let text = terminal.symbols.text(mark)
    return colour(mark).map { terminal.paint(text, $0) } ?? text
  }

  private static func colour(_ mark: PlanLine.Mark) -> Terminal.Colour? {
    switch mark {
    case .create, .added: .green
    case .update, .restore: .yellow
    case .delete, .removed: .red
    case .adopt: .cyan
    case .skip: .dim
    case .unchanged, .none: nil
    }
  }

  private func section(_ heading: String, _ body: String) -> String {
    body.isEmpty
      ? "" : Wrapping(terminal.width).lines(heading, indent: 0).joined(separator: "\n") + "\n" + body
  }

  /// An object with others below it is set apart by empty lines.
  private func groups(_ nodes: [PlanOutline.Node]) -> String {
    let renderer = PlanLines(
      symbols: terminal.symbols, isComplete: context.isVerbose, showsDefaults: context.isVerbose,
      width: terminal.width)
    var text = ""
    for (index, node) in nodes.enumerated() {
      let isApart = index > 0 && !(node.children.isEmpty && nodes[index - 1].children.isEmpty)
      text += (isApart ? "\n" : "") + renderer.lines(of: node).map(line).joined()
    }
    return text
  }

  private func leftovers(_ plan: Plan) -> String {
    plan.keptLeftovers.map { leftover in
      line(
        PlanLine(
          column: 2, text: Terminal.escaped(leftover.address.description),
          place: Terminal.escaped(leftover.source)))
    }.joined()
  }

  private func tests(_ plan: Plan) -> String {
    PlannedTestText.lines(plan).map { line(PlanLine(column: 2, text: Terminal.escaped($0))) }.joined()
  }

  private func line(_ line: PlanLine) -> String {
    let isEdit = line.mark == .added || line.mark == .removed
    let mark = line.mark == .none ? "" : Self.mark(line.mark, terminal) + " "
    let indent = line.column + (mark.isEmpty ? 0 : 2)
    let wrapping = Wrapping(terminal.width)
    var rows = wrapping.lines(line.text, indent: indent)
    if isEdit, let colour = Self.colour(line.mark) { rows = rows.map { terminal.paint($0, colour) } }
    if line.isContext { rows = rows.map { terminal.paint($0, .dim) } }
    for (text, colour) in [(line.remark, Terminal.Colour.yellow), (line.place, .dim)] where !text.isEmpty {
      let columns = indent + Columns.count(line.text) + 2 + Columns.count(text)
      if rows.count == 1, wrapping.fits(columns) {
        rows[rows.count - 1] += terminal.paint("  " + text, colour)
      } else {
        rows += wrapping.lines(text, indent: indent + 2).map { "  " + terminal.paint($0, colour) }
      }
    }
    let margin = String(repeating: " ", count: indent)
    let first = String(repeating: " ", count: line.column) + mark + rows[0]
    return ([first] + rows.dropFirst().map { margin + $0 }).map { $0 + "\n" }.joined()
  }

  private func hiddenFields(_ plan: Plan) -> String {
    guard !context.isVerbose, let sentence = plan.hiddenFields else { return "" }
    return Wrapping(terminal.width).lines("\(sentence); -v shows all.", indent: 0)
      .map { terminal.paint($0, .dim) + "\n" }.joined()
  }

  private func summary(_ plan: Plan) -> String {
    let server = context.server == "sandbox:" ? "the sandbox" : Terminal.escaped(context.server)
    let version = Terminal.escaped(context.serverVersion)
    var rows = Wrapping(terminal.width).lines(
      "Plan for \(server) (authentik \(version)): \(PlanSummaryText.counts(plan)).", indent: 0)
    rows[0] = terminal.paint("Plan", .bold) + rows[0].dropFirst("Plan".count)
    return rows.map { $0 + "\n" }.joined()
  }
}
