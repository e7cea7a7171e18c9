import Model
import Planning

/// Draws flows in Mermaid's language, which GitHub and GitLab render in Markdown.
package enum MermaidDiagram {
  package static func text(of graph: FlowGraph) -> String {
    var lines = ["flowchart TD"]
    for (number, flow) in graph.flows.enumerated() { lines += self.lines(of: flow, "f\(number)") }
    return (lines + MermaidText.styles).joined(separator: "\n") + "\n"
  }

  private static func lines(of flow: FlowGraph.Flow, _ id: String) -> [String] {
    let name = flow.designation.isEmpty ? flow.slug : "\(flow.slug) (\(flow.designation))"
    var lines = ["  subgraph \(id)[\"\(MermaidText.escaped(name))\"]"]
    var last = "\(id)start"
    lines.append(
      "    \(last)([\"\(MermaidText.escaped(flow.title.isEmpty ? "start" : flow.title))\"])\(MermaidText.style(flow.action))"
    )
    var condition = label(flow.guards)
    for (number, step) in flow.steps.enumerated() {
      let node = "\(id)s\(number)"
      lines.append(
        "    \(node)[\"\(step.order) · \(MermaidText.escaped(step.kind))<br/>\(MermaidText.escaped(step.name))\"]\(MermaidText.style(step.action))"
      )
      let own = label(step.guards)
      let edge = [condition, own].filter { !$0.isEmpty }.joined(separator: ", then ")
      lines.append("    \(last) -->\(edge.isEmpty ? "" : "|\"\(edge)\"|") \(node)")
      condition = ""
      last = node
    }
    lines.append("    \(id)end([\"done\"])")
    lines.append("    \(last) -->\(condition.isEmpty ? "" : "|\"\(condition)\"|") \(id)end")
    if !flow.guards.isEmpty {
      lines.append("    \(id)denied{{\"denied: \(MermaidText.escaped(flow.deniedAction))\"}}")
      lines.append("    \(id)start -. \"else\" .-> \(id)denied")
    }
    return lines + ["  end"]
  }

  private static func label(_ guards: [FlowGraph.Guard]) -> String {
    guards.filter(\.isEnabled).map { ($0.isNegated ? "not " : "") + MermaidText.escaped($0.name) }
      .joined(separator: ", ")
  }
}
