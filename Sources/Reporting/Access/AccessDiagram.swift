import Model

/// Draws who may open which application as SVG: a row for each application, with its gates on the left and its
/// providers on the right.
package struct AccessDiagram {
  private enum Size {
    static let margin = 24
    static let who = 300
    static let application = 240
    static let provider = 340
    static let space = 56
    static let line = 18
    static let padding = 10
    static let gap = 8
    static let head = 84
  }

  private let graph: AccessGraph

  package static func text(of graph: AccessGraph) -> String {
    AccessDiagram(graph: graph).text
  }

  private static let width =
    2 * (Size.margin + Size.space) + Size.who + Size.application + Size.provider

  private var text: String {
    var parts: [String] = []
    var y = Size.head
    for application in graph.applications {
      let row = Row(application)
      parts.append(drawing(of: row, y: y))
      y += row.height + Size.space / 2
    }
    if !graph.unusedProviders.isEmpty {
      parts.append(
        "<text x=\"\(Self.providerX)\" y=\"\(y + 14)\" class=\"quiet\">without an application</text>")
      y += 24
      for provider in graph.unusedProviders {
        let box = Self.box(of: provider, label: nil)
        parts.append(drawing(of: box, x: Self.providerX, y: y, width: Size.provider))
        y += box.height + Size.gap
      }
    }
    return ([head(height: y + Size.margin)] + parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func head(height: Int) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" viewBox="0 0 \(Self.width) \(height)" role="img" font-family="system-ui, sans-serif" font-size="13">
    <title>Who may open what</title>
    <style>
    .page { fill: #fff } text { fill: #1f2328 } .quiet { fill: #57606a } .strong { font-weight: 600 } .off { text-decoration: line-through }
    .box { fill: #f6f8fa; stroke: #57606a } .line { stroke: #57606a; fill: none } .faint { stroke-dasharray: 4 3 } .head { fill: #57606a }
    .box.create { fill: #dafbe1; stroke: #1a7f37 } .box.update { fill: #fff8c5; stroke: #9a6700 } .box.delete { fill: #ffebe9; stroke: #cf222e }
    .box.open { fill: #fff1e5; stroke: #bc4c00; stroke-width: 2 }
    @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .box { fill: #151b23; stroke: #9198a1 } .line { stroke: #9198a1 } .head { fill: #9198a1 }
    .box.create { fill: #12261e; stroke: #3fb950 } .box.update { fill: #272115; stroke: #d29922 } .box.delete { fill: #25171c; stroke: #f85149 }
    .box.open { fill: #2e1c0e; stroke: #f0883e }
    }
    </style>
    <defs><marker id="access-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" class="head"/></marker></defs>
    <rect width="\(Self.width)" height="\(height)" class="page"/>
    <text x="\(Size.margin)" y="34" font-size="16" class="strong">Who may open what</text>
    <text x="\(Size.margin)" y="54" class="quiet">\(Markup.escaped(AccessText.summary(graph)))</text>
    """
  }

  // MARK: - Boxes

  /// Lines of text in a frame, or without one.
  private struct Box {
    struct Line {
      let text: String
      let style: String
    }

    var lines: [Line]
    /// Nil for no frame.
    var frame: String? = ""
    /// Nil for no line to the application.
    var isFaint: Bool? = false

    var height: Int { lines.count * Size.line + 2 * Size.padding }
  }

  private struct Row {
    let who: [Box]
    let application: Box
    let providers: [Box]

    init(_ application: AccessGraph.Application) {
      let room = Size.application
      var lines = AccessDiagram.lines(AccessText.title(of: application), room, "strong")
      if AccessText.title(of: application) != application.slug {
        lines += AccessDiagram.lines(application.slug, room, "quiet")
      }
      self.application = AccessDiagram.box(lines, application.action, room)
      who = AccessDiagram.who(application)
      providers = application.providers.enumerated().map { number, provider in
        let isBackchannel = number > 0 || application.provider == nil
        return AccessDiagram.box(of: provider, label: isBackchannel ? "back channel" : nil)
      }
    }

    var height: Int {
      max(AccessDiagram.height(of: who), application.height, AccessDiagram.height(of: providers))
    }
  }

  private static func who(_ application: AccessGraph.Application) -> [Box] {
    var boxes: [Box] = []
    if let remark = AccessText.remark(on: application) {
      let isOpen = application.access == .everybody
      boxes.append(
        Box(
          lines: lines(remark, Size.who, isOpen ? "strong" : "quiet"), frame: isOpen ? " open" : nil,
          isFaint: !isOpen))
    }
    if let mode = AccessText.mode(of: application) {
      boxes.append(Box(lines: lines("\(mode):", Size.who, "quiet"), frame: nil, isFaint: nil))
    }
    return boxes
      + application.gates.map { gate in
        var box = box(
          lines(AccessText.gate(gate), Size.who, gate.decides ? "" : "quiet off"), gate.action, Size.who)
        box.isFaint = !gate.decides
        return box
      }
  }

  private static func box(of provider: AccessGraph.Provider, label: String?) -> Box {
    var texts = lines(AccessText.provider(provider), Size.provider, "strong")
    for flow in provider.flows { texts += lines("\(flow.purpose): \(flow.slug)", Size.provider, "quiet") }
    var box = box(
      (label.map { lines($0, Size.provider, "quiet") } ?? []) + texts, provider.action, Size.provider)
    box.isFaint = label != nil
    return box
  }

  /// A box with a word for what the plan does with it.
  private static func box(_ lines: [Box.Line], _ action: Action?, _ width: Int) -> Box {
    guard let action, action.isWrite else { return Box(lines: lines) }
    return Box(lines: lines + self.lines(action.rawValue, width, "quiet"), frame: " \(action.rawValue)")
  }

  /// A text in lines that fit into a box.
  private static func lines(_ text: String, _ width: Int, _ style: String) -> [Box.Line] {
    Wrapping((width - 2 * Size.padding) / 8).lines(text, indent: 0).map { Box.Line(text: $0, style: style) }
  }

  private static func height(of boxes: [Box]) -> Int {
    boxes.reduce(0) { $0 + $1.height + Size.gap } - (boxes.isEmpty ? 0 : Size.gap)
  }

  // MARK: - Drawing

  private static let applicationX = Size.margin + Size.who + Size.space
  private static let providerX = applicationX + Size.application + Size.space

  private func drawing(of row: Row, y: Int) -> String {
    let middle = y + row.height / 2
    var parts: [String] = []
    var top = y + (row.height - Self.height(of: row.who)) / 2
    for box in row.who {
      parts.append(drawing(of: box, x: Size.margin, y: top, width: Size.who))
      if let isFaint = box.isFaint {
        parts.append(line(Size.margin + Size.who, top + box.height / 2, Self.applicationX, middle, isFaint))
      }
      top += box.height + Size.gap
    }
    let box = row.application
    parts.append(drawing(of: box, x: Self.applicationX, y: middle - box.height / 2, width: Size.application))
    top = y + (row.height - Self.height(of: row.providers)) / 2
    for box in row.providers {
      parts.append(drawing(of: box, x: Self.providerX, y: top, width: Size.provider))
      parts.append(
        line(
          Self.applicationX + Size.application, middle, Self.providerX, top + box.height / 2,
          box.isFaint ?? false))
      top += box.height + Size.gap
    }
    return parts.joined(separator: "\n")
  }

  private func drawing(of box: Box, x: Int, y: Int, width: Int) -> String {
    let frame = box.frame.map {
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(box.height)\" rx=\"6\" class=\"box\($0)\"/>"
    }
    let texts = box.lines.enumerated().map { number, line in
      let style = line.style.isEmpty ? "" : " class=\"\(line.style)\""
      return
        "<text x=\"\(x + Size.padding)\" y=\"\(y + Size.padding + number * Size.line + 13)\"\(style)>\(Markup.escaped(line.text))</text>"
    }
    return ([frame].compactMap { $0 } + texts).joined(separator: "\n")
  }

  private func line(_ x: Int, _ y: Int, _ toX: Int, _ toY: Int, _ isFaint: Bool) -> String {
    let middle = (x + toX) / 2
    return
      "<path d=\"M\(x) \(y)C\(middle) \(y) \(middle) \(toY) \(toX) \(toY)\" class=\"line\(isFaint ? " faint" : "")\" marker-end=\"url(#access-arrow)\"/>"
  }
}
