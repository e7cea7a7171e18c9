import Model
import Planning

/// Draws flows in Mermaid's language, which GitHub and GitLab render in Markdown.
package enum MermaidDiagram {
  package static func text(of graph: FlowGraph) -> String {
    var lines = ["flowchart TD"]
    for (number, flow) in graph.flows.enumerated() { lines += self.lines(of: flow, "f\(number)") }
    lines += [
      "  classDef create fill:#dafbe1,stroke:#1a7f37", "  classDef update fill:#fff8c5,stroke:#9a6700",
      "  classDef delete fill:#ffebe9,stroke:#cf222e",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of flow: FlowGraph.Flow, _ id: String) -> [String] {
    let name = flow.designation.isEmpty ? flow.slug : "\(flow.slug) (\(flow.designation))"
    var lines = ["  subgraph \(id)[\"\(escaped(name))\"]"]
    var last = "\(id)start"
    lines.append(
      "    \(last)([\"\(escaped(flow.title.isEmpty ? "start" : flow.title))\"])\(style(flow.action))")
    var condition = label(flow.guards)
    for (number, step) in flow.steps.enumerated() {
      let node = "\(id)s\(number)"
      lines.append(
        "    \(node)[\"\(step.order) · \(escaped(step.kind))<br/>\(escaped(step.name))\"]\(style(step.action))"
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
      lines.append("    \(id)denied{{\"denied: \(escaped(flow.deniedAction))\"}}")
      lines.append("    \(id)start -. \"else\" .-> \(id)denied")
    }
    return lines + ["  end"]
  }

  private static func label(_ guards: [FlowGraph.Guard]) -> String {
    guards.filter(\.isEnabled).map { ($0.isNegated ? "not " : "") + escaped($0.name) }
      .joined(separator: ", ")
  }

  private static func style(_ action: Action?) -> String {
    guard let action, action.isWrite else { return "" }
    return ":::\(action.rawValue)"
  }

  /// Escapes a text for quotes: Mermaid reads HTML entities there, and a quote ends a label.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\"": result += "#quot;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "&": result += "#amp;"
      case "#": result += "#35;"
      case "\n", "\r", "\t": result += " "
      default: result.append(character)
      }
    }
  }
}
