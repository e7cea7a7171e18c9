import Model
import Planning

/// Renders drift as text: the applied and the live value of each field.
struct DriftText {
  let terminal: Terminal
  let context: PlanContext

  func render(_ drift: Drift) -> String {
    let changes = drift.plan.changes.map { change($0, source: drift.sources[$0.address]) }.joined()
    return changes + (changes.isEmpty ? "" : "\n") + summary(drift)
  }

  private func change(_ change: PlannedChange, source: String?) -> String {
    let isGone = change.action == .create
    let mark = isGone ? terminal.paint("-", .red) : terminal.paint("~", .yellow)
    var text = "  \(mark) \(Terminal.escaped(change.address.description))"
    if let source { text += terminal.paint("  \(Terminal.escaped(source))", .dim) }
    text += "\n"
    if let reason = change.reason { text += "      \(Terminal.escaped(reason))\n" }
    guard !isGone else { return text }
    for field in change.fields {
      text += "      \(Terminal.escaped(field.path.description)):\n"
      text += "        applied \(show(field.after, field))\n"
      text += "        now     \(show(field.before, field))\n"
    }
    return text
  }

  private func show(_ value: Value, _ field: FieldChange) -> String {
    if field.isSecret { return "(secret)" }
    let text = Terminal.escaped(field.text(of: value))
    return text.count > 200 ? text.prefix(200) + "…" : text
  }

  private func summary(_ drift: Drift) -> String {
    let server = context.server == "sandbox:" ? "the sandbox" : Terminal.escaped(context.server)
    let head = "\(terminal.paint("Drift", .bold)) on \(server): "
    guard drift.comparedCount > 0 else { return head + "none (the state holds no objects to compare).\n" }
    let compared = "\(counted(drift.comparedCount, "object")) of the state compared"
    let gone = drift.plan.summary[.create]
    let changed = drift.plan.summary[.update]
    guard gone + changed > 0 else { return head + "none (\(compared)).\n" }
    return head + "\(changed) changed outside, \(gone) gone (\(compared)).\n"
  }
}
