import Model
import Planning

/// Draws flows side by side, each from top to bottom.
package struct SVGDiagram {
  private enum Size {
    static let width = 280
    static let box = 56
    static let gap = 52
    static let margin = 24
    /// The space beside a flow: narrow, or wide for a text about policies.
    static let narrow = 40
    static let wide = 200
    static let head = 64
  }

  private let graph: FlowGraph

  package static func text(of graph: FlowGraph) -> String {
    SVGDiagram(graph: graph).text
  }

  private var text: String {
    let rows = (graph.flows.map(\.steps.count).max() ?? 0) + 2
    let height = Size.head + rows * (Size.box + Size.gap) + Size.margin
    let widths = graph.flows.map(Self.width)
    let width = Size.margin + max(widths.reduce(0, +), Size.width)
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" font-family="system-ui, sans-serif" font-size="13">
      <title>Flows, their stages and policies</title>
      <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#57606a"/></marker></defs>
      """
    ]
    var x = Size.margin
    for (flow, width) in zip(graph.flows, widths) {
      parts.append(drawing(of: flow, x: x))
      x += width
    }
    return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static func width(of flow: FlowGraph.Flow) -> Int {
    let hasGuards = !flow.guards.isEmpty || flow.steps.contains { !$0.guards.isEmpty }
    return Size.width + (hasGuards ? Size.wide : Size.narrow)
  }

  private func drawing(of flow: FlowGraph.Flow, x: Int) -> String {
    var parts = [
      "<text x=\"\(x)\" y=\"28\" font-size=\"16\" font-weight=\"600\">\(shown(flow.slug, 34))</text>",
      "<text x=\"\(x)\" y=\"48\" fill=\"#57606a\">\(shown(flow.designation, 40))</text>",
    ]
    func y(_ row: Int) -> Int { Size.head + row * (Size.box + Size.gap) }
    parts.append(box(x, y(0), "start", flow.title, isRound: true, flow.action))
    for (index, step) in flow.steps.enumerated() {
      let condition = (index == 0 ? flow.guards : []) + step.guards
      parts.append(arrow(x, y(index), condition))
      parts.append(box(x, y(index + 1), "\(step.order) · \(step.kind)", step.name, step.action))
    }
    let last = flow.steps.count
    parts.append(arrow(x, y(last), last == 0 ? flow.guards : []))
    parts.append(box(x, y(last + 1), "done", "", isRound: true, nil))
    if !flow.guards.isEmpty { parts.append(denial(x, y(0), flow)) }
    return parts.joined(separator: "\n")
  }

  private func box(
    _ x: Int, _ y: Int, _ head: String, _ name: String, isRound: Bool = false, _ action: Action?
  ) -> String {
    let (fill, stroke) = Self.colours(action)
    let mark = action.flatMap { $0.isWrite ? $0.rawValue : nil }
    return """
      <g>\(mark.map { "<title>\($0)</title>" } ?? "")<rect x="\(x)" y="\(y)" width="\(Size.width)" height="\(Size.box)" rx="\(isRound ? Size.box / 2 : 6)" fill="\(fill)" stroke="\(stroke)"/>
      <text x="\(x + 16)" y="\(y + (name.isEmpty ? 33 : 23))" fill="#57606a">\(shown(head, 36))</text>
      <text x="\(x + 16)" y="\(y + 42)" font-weight="600">\(shown(name, 34))</text>\(mark.map { "<text x=\"\(x + Size.width - 12)\" y=\"\(y + 23)\" text-anchor=\"end\" fill=\"\(stroke)\">\($0)</text>" } ?? "")</g>
      """
  }

  /// The arrow from a box to the next one, with the guards beside it.
  private func arrow(_ x: Int, _ y: Int, _ guards: [FlowGraph.Guard]) -> String {
    let middle = x + Size.width / 2
    let (from, to) = (y + Size.box, y + Size.box + Size.gap)
    var parts = [
      "<line x1=\"\(middle)\" y1=\"\(from)\" x2=\"\(middle)\" y2=\"\(to)\" stroke=\"#57606a\" marker-end=\"url(#arrow)\"/>"
    ]
    let names = guards.map { ($0.isNegated ? "not " : "") + $0.name + ($0.isEnabled ? "" : " (off)") }
    if !names.isEmpty {
      let (_, stroke) = Self.colours(guards.lazy.compactMap(\.action).first { $0.isWrite })
      parts.append(
        "<text x=\"\(middle + 10)\" y=\"\((from + to) / 2 + 4)\" fill=\"\(stroke)\"><title>\(Markup.escaped(names.joined(separator: ", ")))</title>if \(shown(names.joined(separator: ", "), 40))</text>"
      )
    }
    return parts.joined(separator: "\n")
  }

  /// Where the flow's own policies send users they deny.
  private func denial(_ x: Int, _ y: Int, _ flow: FlowGraph.Flow) -> String {
    let (from, middle) = (x + Size.width, y + Size.box / 2)
    return """
      <line x1="\(from)" y1="\(middle)" x2="\(from + 40)" y2="\(middle)" stroke="#cf222e" stroke-dasharray="4 3" marker-end="url(#arrow)"/>
      <text x="\(from + 46)" y="\(middle - 4)" fill="#cf222e">denied:</text>
      <text x="\(from + 46)" y="\(middle + 13)" fill="#cf222e">\(shown(flow.deniedAction, 18))</text>
      """
  }

  private static func colours(_ action: Action?) -> (fill: String, stroke: String) {
    switch action {
    case .create: ("#dafbe1", "#1a7f37")
    case .update: ("#fff8c5", "#9a6700")
    case .delete: ("#ffebe9", "#cf222e")
    default: ("#f6f8fa", "#57606a")
    }
  }

  private func shown(_ text: String, _ length: Int) -> String {
    Markup.escaped(Markup.shortened(text, to: length))
  }
}
