package import Planning

/// A picture, whatever it shows, in every format.
package enum Picture: Sendable {
  case flows(FlowGraph)
  case access(AccessGraph)

  package var mermaid: String {
    switch self {
    case .flows(let graph): MermaidDiagram.text(of: graph)
    case .access(let graph): AccessMermaid.text(of: graph)
    }
  }

  package var svg: String {
    switch self {
    case .flows(let graph): SVGDiagram.text(of: graph)
    case .access(let graph): AccessDiagram.text(of: graph)
    }
  }

  /// A page that needs nothing but itself. `note` is a sentence below the title.
  package func page(plan: Plan?, note: String = "") -> String {
    switch self {
    case .flows(let graph): GraphPage.text(of: graph, plan: plan, note: note)
    case .access(let graph): GraphPage.text(of: graph, plan: plan, note: note)
    }
  }
}
