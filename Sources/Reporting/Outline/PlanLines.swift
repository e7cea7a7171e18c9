import Model
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
    let text = ChangeText(change)
    return [
      PlanLine(column: column, mark: text.mark, text: "\(text.verb) \(label)", place: text.place)
    ]
  }

  private func details(_ change: PlannedChange, _ column: Int) -> [PlanLine] {
    let text = ChangeText(change)
    let fields = text.fields(symbols, isComplete ? .none : .short, showsDefaults: showsDefaults)
    let width = fields.map { Columns.count($0.name) }.max() ?? 0
    return text.notes.map { PlanLine(column: column, text: $0) }
      + fields.flatMap { $0.lines(column: column, nameWidth: width, lineWidth: self.width) }
      + text.cascades.map { PlanLine(column: column, mark: .delete, text: $0) }
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
