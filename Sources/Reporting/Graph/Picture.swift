/// A picture of any subject, as text.
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
}
