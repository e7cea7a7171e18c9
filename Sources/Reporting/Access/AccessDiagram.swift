import Model

/// Draws who may open which application as SVG: a row for each application, with its gates on the left and its
/// providers on the right.
package struct AccessDiagram {
  private enum Size {
    static let margin = 24
    static let who = 300
    static let application = 250
    static let provider = 350
    static let space = 56
    static let line = 18
    static let padding = 10
    static let gap = 8
    static let head = 76
  }

  private let graph: AccessGraph

  /// The picture brings its own colours for light and dark screens.
  package static func text(of graph: AccessGraph) -> String {
    AccessDiagram(graph: graph).drawing.text
  }

  private static let width =
    2 * (Size.margin + Size.space) + Size.who + Size.application + Size.provider

  private static let style = """
    .page { fill: var(--page) }
    .picture rect.open { fill: var(--update-surface); stroke: var(--update); stroke-width: 2 }

    """

  private var drawing: Markup {
    var parts: [Markup] = []
    var y = Size.head
    for application in graph.applications {
      let row = Row(application)
      parts.append(drawing(of: row, y: y))
      y += row.height + Size.space / 2
    }
    if !graph.unusedProviders.isEmpty {
      parts.append(
        "<text x=\"\(Self.providerX)\" y=\"\(y + 14)\" class=\"word quiet\">used by no application here:</text>\n"
      )
      y += 24
      for provider in graph.unusedProviders {
        let box = Self.box(of: provider, label: nil)
        parts.append(drawing(of: box, x: Self.providerX, y: y, width: Size.provider))
        y += box.height + Size.gap
      }
    }
    let height = y + Size.margin
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="picture" width="\(Self.width)" height="\(height)" viewBox="0 0 \(Self.width) \(height)" role="img" aria-label="Who may open what">
      <title>Who may open what</title>
      <style>
      \(Markup(stringLiteral: PageColours.resolved(PageStyle.picture + Self.style)))</style>
      <defs><marker id="access-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" class="tip"/></marker></defs>
      <rect class="page" width="100%" height="100%"/>
      <text x="\(Size.margin)" y="34" class="word strong">Who may open what</text>
      <text x="\(Size.margin)" y="54" class="word quiet">\(AccessText.summary(graph))</text>
      \(parts.joined())</svg>

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
    /// The style of the frame; nil for none.
    var frame: String? = "box"
    /// Nil for no line to the application.
    var isFaint: Bool? = false

    var height: Int { lines.count * Size.line + 2 * Size.padding }
  }

  private struct Row {
    let who: [Box]
    let application: Box
    let providers: [Box]

    init(_ application: AccessGraph.Application) {
      let (title, room) = (AccessText.title(of: application), Size.application)
      var lines = AccessDiagram.lines(title, room, "strong")
      if title != application.slug { lines += AccessDiagram.lines(application.slug, room, "quiet") }
      self.application = AccessDiagram.box(lines, application.action)
      who = AccessDiagram.who(application)
      providers = application.providers.map { provider, isBackchannel in
        AccessDiagram.box(of: provider, label: isBackchannel ? "back channel" : nil)
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
      let texts = lines(remark, Size.who, isOpen ? "strong" : "quiet")
      boxes.append(Box(lines: texts, frame: isOpen ? "open" : nil, isFaint: !isOpen))
    }
    if let mode = AccessText.mode(of: application) {
      boxes.append(Box(lines: lines("\(mode):", Size.who, "quiet"), frame: nil, isFaint: nil))
    }
    return boxes
      + application.gates.map { gate in
        var box = box(lines(AccessText.gate(gate), Size.who, gate.decides ? "" : "quiet"), gate.action)
        box.isFaint = !gate.decides
        return box
      }
  }

  private static func box(of provider: AccessGraph.Provider, label: String?) -> Box {
    var texts = label.map { lines($0, Size.provider, "quiet") } ?? []
    texts += lines(AccessText.provider(provider), Size.provider, "strong")
    for flow in provider.flows { texts += lines("\(flow.purpose): \(flow.slug)", Size.provider, "quiet") }
    var box = box(texts, provider.action)
    box.isFaint = label != nil
    return box
  }

  /// A box with a word for the planned action.
  private static func box(_ lines: [Box.Line], _ action: Action?) -> Box {
    guard let action, action.isWrite else { return Box(lines: lines) }
    return Box(
      lines: lines + [Box.Line(text: action.rawValue, style: action.rawValue)], frame: action.rawValue)
  }

  /// A text in lines that fit into a box.
  private static func lines(_ text: String, _ width: Int, _ style: String) -> [Box.Line] {
    PictureFont.word.lines(of: text, width: Double(width - 2 * Size.padding))
      .map { Box.Line(text: $0, style: style) }
  }

  private static func height(of boxes: [Box]) -> Int {
    boxes.reduce(0) { $0 + $1.height + Size.gap } - (boxes.isEmpty ? 0 : Size.gap)
  }

  // MARK: - Drawing

  private static let applicationX = Size.margin + Size.who + Size.space
  private static let providerX = applicationX + Size.application + Size.space

  private func drawing(of row: Row, y: Int) -> Markup {
    let middle = y + row.height / 2
    var parts: [Markup] = []
    var top = y + (row.height - Self.height(of: row.who)) / 2
    for box in row.who {
      parts.append(drawing(of: box, x: Size.margin, y: top, width: Size.who))
      if let isFaint = box.isFaint {
        parts.append(way(Size.margin + Size.who, top + box.height / 2, Self.applicationX, middle, isFaint))
      }
      top += box.height + Size.gap
    }
    let box = row.application
    parts.append(drawing(of: box, x: Self.applicationX, y: middle - box.height / 2, width: Size.application))
    top = y + (row.height - Self.height(of: row.providers)) / 2
    for box in row.providers {
      parts.append(drawing(of: box, x: Self.providerX, y: top, width: Size.provider))
      parts.append(
        way(
          Self.applicationX + Size.application, middle, Self.providerX, top + box.height / 2,
          box.isFaint ?? false))
      top += box.height + Size.gap
    }
    return parts.joined()
  }

  private func drawing(of box: Box, x: Int, y: Int, width: Int) -> Markup {
    let frame: Markup =
      box.frame.map {
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(box.height)\" rx=\"6\" class=\"\($0)\"/>\n"
      } ?? ""
    let texts = box.lines.enumerated().map { number, line -> Markup in
      let baseline = y + Size.padding + number * Size.line + 13
      return
        "<text x=\"\(x + Size.padding)\" y=\"\(baseline)\" class=\"word \(line.style)\">\(line.text)</text>\n"
    }
    return frame + texts.joined()
  }

  private func way(_ x: Int, _ y: Int, _ toX: Int, _ toY: Int, _ isFaint: Bool) -> Markup {
    let middle = (x + toX) / 2
    return
      "<path d=\"M\(x) \(y)C\(middle) \(y) \(middle) \(toY) \(toX) \(toY)\" class=\"way\(isFaint ? " dashed" : "")\" marker-end=\"url(#access-tip)\"/>\n"
  }
}
