import Model
import OrderedCollections
import Planning

/// Turns an outline of a plan into lines.
struct PlanLines {
  let symbols: Symbols
  /// True if long values are shown complete.
  let isComplete: Bool
  /// True if fields with the server's default value are shown too.
  let showsDefaults: Bool
  /// The width of a line; two values that do not fit are put below each other. Nil for no limit.
  var width: Int?

  func lines(of node: PlanOutline.Node, column: Int = 2) -> [PlanLine] {
    let label = Terminal.escaped(node.label)
    guard let change = node.change else {
      return [PlanLine(column: column, mark: .unchanged, text: label, isContext: true)]
        + node.children.flatMap { lines(of: $0, column: column + 2) }
    }
    return head(change, label, column) + details(change, column + 4)
      + node.children.flatMap { lines(of: $0, column: column + 2) }
  }

  private func head(_ change: PlannedChange, _ label: String, _ column: Int) -> [PlanLine] {
    var line = PlanLine(
      column: column, mark: PlanLine.Mark(change), text: "\(change.action.rawValue) \(label)")
    if let source = change.source { line.place = "\(Terminal.escaped(source.file)):\(source.line)" }
    return [line]
  }

  private func details(_ change: PlannedChange, _ column: Int) -> [PlanLine] {
    var lines: [PlanLine] = []
    if let previous = change.previousAddress {
      lines.append(PlanLine(column: column, text: "was \(Terminal.escaped(previous.description))"))
    }
    if let reason = change.reason { lines.append(PlanLine(column: column, text: Terminal.escaped(reason))) }
    let fields = change.shownFields(all: showsDefaults)
    let width = fields.map { Columns.count(Terminal.escaped($0.path.description)) }.max() ?? 0
    for field in fields {
      let text = FieldText(field, change.action, symbols: symbols, isComplete: isComplete)
      lines += text.lines(column: column, nameWidth: width, lineWidth: self.width)
    }
    return lines
      + change.cascades.map { cascade in
        PlanLine(
          column: column, mark: .delete,
          text: "by cascade: \(Terminal.escaped(cascade.model)) \(Terminal.escaped(cascade.name))")
      }
  }
}

extension PlanLine.Mark {
  init(_ change: PlannedChange) {
    self = change.isRestore ? .restore : PlanLine.Mark(change.action)
  }

  init(_ action: Action) {
    self =
      switch action {
      case .create: .create
      case .update: .update
      case .delete: .delete
      case .adopt: .adopt
      case .skip: .skip
      case .unchanged: .unchanged
      }
  }
}
