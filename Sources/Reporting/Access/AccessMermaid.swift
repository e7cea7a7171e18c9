import Model

/// Draws who may open which application in Mermaid's language: gates on the left, then the application, its providers
/// and their flows.
package enum AccessMermaid {
  package static func text(of graph: AccessGraph) -> String {
    var lines = ["flowchart LR"]
    for (number, application) in graph.applications.enumerated() {
      lines += self.lines(of: application, "a\(number)")
    }
    if !graph.unusedProviders.isEmpty {
      lines.append("  subgraph unused[\"providers that no application here uses\"]")
      for (number, provider) in graph.unusedProviders.enumerated() {
        lines.append(box("p\(number)", AccessText.provider(provider), provider.action))
      }
      lines.append("  end")
    }
    lines += MermaidText.styles
    lines.append("  classDef open fill:#fff1e5,stroke:#bc4c00,color:#1f2328,stroke-width:3px")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of application: AccessGraph.Application, _ id: String) -> [String] {
    var lines = ["  subgraph \(id)[\"\(MermaidText.escaped(application.slug))\"]", "    direction LR"]
    lines.append(box("\(id)app", AccessText.title(of: application), application.action))
    var entrance = "\(id)app"
    if let mode = AccessText.mode(of: application) {
      entrance = "\(id)mode"
      lines.append("    \(entrance){{\"\(mode)\"}}")
      lines.append("    \(entrance) --> \(id)app")
    }
    for (number, gate) in application.gates.enumerated() {
      lines.append(box("\(id)gate\(number)", AccessText.gate(gate), gate.action))
      lines.append(
        gate.decides ? "    \(id)gate\(number) --> \(entrance)" : "    \(id)gate\(number) -.- \(id)app")
    }
    if let remark = AccessText.remark(on: application) {
      let style = application.access == .everybody ? ":::open" : ""
      lines.append("    \(id)who([\"\(MermaidText.escaped(remark))\"])\(style)")
      lines.append("    \(id)who \(application.access == .everybody ? "-->" : "-.-") \(id)app")
    }
    for (number, (provider, isBackchannel)) in application.providers.enumerated() {
      let node = "\(id)provider\(number)"
      lines.append(box(node, AccessText.provider(provider), provider.action))
      lines.append("    \(id)app \(isBackchannel ? "-. \"back channel\" .->" : "-->") \(node)")
      for (position, flow) in provider.flows.enumerated() {
        lines.append("    \(node)flow\(position)([\"\(MermaidText.escaped(flow.slug))\"])")
        lines.append("    \(node) -->|\"\(MermaidText.escaped(flow.purpose))\"| \(node)flow\(position)")
      }
    }
    return lines + ["  end"]
  }

  private static func box(_ id: String, _ text: String, _ action: Action?) -> String {
    "    \(id)[\"\(MermaidText.escaped(text))\"]\(MermaidText.style(action))"
  }
}
