import Model
package import Planning

/// A self-contained HTML page: the picture, and below it the plan.
package enum GraphPage {
  /// `note` is a sentence below the title.
  package static func text(
    of graph: FlowGraph, plan: Plan?, title: String = "Flows", note: String = ""
  ) -> String {
    HTMLPage.text(
      title: "flowform: \(title.lowercased())", style: style,
      body: """
        <h1>\(Markup.escaped(title))</h1>\(note.isEmpty ? "" : "\n<p>\(Markup.escaped(note))</p>")
        <div class="picture">
        \(SVGDiagram.text(of: graph))</div>
        \(plan.map(changes) ?? "")
        """)
  }

  /// The same for applications: who may open them, and below it the plan.
  package static func text(of graph: AccessGraph, plan: Plan?, note: String = "") -> String {
    HTMLPage.text(
      title: "flowform: access", style: style + AccessSection.style,
      body: """
        <h1>Access</h1>\(note.isEmpty ? "" : "\n<p>\(Markup.escaped(note))</p>")
        \(AccessSection.text(of: graph))\(plan.map(changes) ?? "")
        """)
  }

  private static let style = """
    .picture { overflow-x: auto; border: 1px solid #d0d7de; border-radius: 6px }
    table { margin: .25rem 0 1rem 1.5rem }
    td, th { white-space: pre-wrap }
    .create { color: #1a7f37 } .update { color: #9a6700 } .delete { color: #cf222e }
    code { font-family: ui-monospace, monospace }

    """

  private static func changes(_ plan: Plan) -> String {
    let summary = plan.summary
    let counts = [Action.create, .update, .delete].map { "\(summary[$0]) to \($0.rawValue)" }
    let writes = plan.changes.filter(\.action.isWrite)
    let text = summary.hasChanges ? counts.joined(separator: ", ") : "no changes"
    return "<h2>Plan: \(text)</h2>\n" + writes.map(change).joined()
  }

  private static func change(_ change: PlannedChange) -> String {
    let source = change.source.map { " <small>\(Markup.escaped($0.file)):\($0.line)</small>" } ?? ""
    let rows = change.fields.map { field in
      "<tr><td>\(Markup.escaped(field.path.description))</td><td>\(shown(field.shownBefore, field))</td><td>\(shown(field.shownAfter, field))</td></tr>"
    }
    let cascades = change.cascades.map {
      "<tr><td colspan=\"3\" class=\"delete\">by cascade: \(Markup.escaped($0.model)) \(Markup.escaped($0.name))</td></tr>"
    }
    let head = rows.isEmpty ? "" : "<tr><th>field</th><th>before</th><th>after</th></tr>"
    let table = (rows + cascades).isEmpty ? "" : "<table>\(head)\((rows + cascades).joined())</table>\n"
    return
      "<p class=\"\(change.action.rawValue)\">\(change.action.rawValue) <code>\(Markup.escaped(change.address.description))</code>\(source)</p>\n\(table)"
  }

  private static func shown(_ value: Value, _ field: FieldChange) -> String {
    if value == FieldChange.secret { return "(secret)" }
    if value.isPending { return "(known after apply)" }
    return Markup.escaped(Markup.shortened(field.text(of: value), to: 2_000))
  }
}
