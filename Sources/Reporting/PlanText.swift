import Model
import OrderedCollections
import Planning

/// Renders a plan as text: each change with its fields, then what is left over, then the counts.
struct PlanText {
  let terminal: Terminal
  let context: PlanContext

  func render(_ plan: Plan) -> String {
    let shown = plan.changes.filter { context.isVerbose || $0.action != .unchanged }
    var text = shown.map(change).joined()
    if !shown.isEmpty { text += "\n" }
    if !plan.leftovers.isEmpty {
      let pruned = Set(plan.changes.filter { $0.action == .delete }.map(\.address))
      let kept = plan.leftovers.filter { !pruned.contains($0.address) }
      if !kept.isEmpty {
        text += "Left over (in the state, in no blueprint; --prune deletes what flowform created):\n"
        text += kept.map {
          "    \(Terminal.escaped($0.address.description))  \(Terminal.escaped($0.source))\n"
        }.joined()
        text += "\n"
      }
    }
    return text + summary(plan)
  }

  static func mark(_ action: Action, _ terminal: Terminal) -> String {
    switch action {
    case .create: terminal.paint("+", .green)
    case .update: terminal.paint("~", .yellow)
    case .delete: terminal.paint("-", .red)
    case .adopt: terminal.paint("=", .cyan)
    case .unchanged: " "
    case .skip: terminal.paint(".", .dim)
    }
  }

  private func change(_ change: PlannedChange) -> String {
    var line =
      "  \(Self.mark(change.action, terminal)) \(change.action.rawValue) \(Terminal.escaped(change.address.description))"
    if let source = change.source {
      line += terminal.paint("  \(Terminal.escaped(source.file)):\(source.line)", .dim)
    }
    line += "\n"
    if let previous = change.previousAddress {
      line += "      was \(Terminal.escaped(previous.description))\n"
    }
    if let reason = change.reason { line += "      \(Terminal.escaped(reason))\n" }
    let width = change.fields.map { $0.path.description.count }.max() ?? 0
    for field in change.fields {
      let name = field.path.description
      let padding = String(repeating: " ", count: width - name.count)
      line += "      \(Terminal.escaped(name)):\(padding) \(values(field, change.action))\n"
    }
    for cascade in change.cascades {
      line +=
        "      \(terminal.paint("-", .red)) along with it: \(Terminal.escaped(cascade.model)) \(Terminal.escaped(cascade.name))\n"
    }
    return line
  }

  private func values(_ field: FieldChange, _ action: Action) -> String {
    if field.isSecret { return "(secret)" }
    guard action != .create else { return show(field.after) }
    let drift = field.isDrift ? terminal.paint("  (changed outside)", .yellow) : ""
    return "\(show(field.before)) -> \(show(field.after))\(drift)"
  }

  private func show(_ value: Value) -> String {
    if let reference = value.reference {
      return "(key of \(Terminal.escaped(reference.address.description)))"
    }
    if value.isPending { return "(known after apply)" }
    if case .list(let items) = value, !value.references.isEmpty {
      return "[\(items.map(show).joined(separator: ", "))]"
    }
    let text = Terminal.escaped(JSONWriter.write(value))
    return text.count > 200 ? text.prefix(200) + "…" : text
  }

  private func summary(_ plan: Plan) -> String {
    let summary = plan.summary
    var text =
      "\(terminal.paint("Plan", .bold)) for \(context.server == "sandbox:" ? "the sandbox" : Terminal.escaped(context.server)) (authentik \(Terminal.escaped(context.serverVersion))): "
    let others = [Action.adopt, .unchanged, .skip].filter { summary[$0] > 0 }
      .map {
        $0 == .skip
          ? "\(summary[$0]) skipped" : $0 == .adopt ? "\(summary[$0]) to adopt" : "\(summary[$0]) unchanged"
      }
    if summary.hasChanges {
      text += [Action.create, .update, .delete].map { "\(summary[$0]) to \($0.rawValue)" }.joined(
        separator: ", ")
      if !others.isEmpty { text += "; " + others.joined(separator: ", ") }
    } else {
      text += "no changes" + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
    }
    let cascaded = plan.changes.reduce(0) { $0 + $1.cascades.count }
    if cascaded > 0 { text += "; \(counted(cascaded, "object")) deleted along" }
    return text + ".\n"
  }
}
