import Model
import Planning

/// Draws flows as SVG: one of them for a page, or all in one file.
package enum SVGDiagram {
  /// All flows in rows, each below its name. The picture brings its own colours for light and dark screens.
  package static func text(of graph: FlowGraph) -> String {
    let tiles = graph.flows.map(Tile.init)
    let columns = max(1, min(tiles.count, mostColumns))
    var (parts, y) = ([Markup](), margin)
    for start in stride(from: 0, to: tiles.count, by: columns) {
      let row = tiles[start..<min(start + columns, tiles.count)]
      for (column, tile) in row.enumerated() {
        let x = margin + Double(column) * (FlowPicture.width + gap)
        parts.append(
          "<g transform=\"translate(\(FlowPicture.number(x)) \(FlowPicture.number(y)))\">\n\(tile.drawing)</g>\n"
        )
      }
      y += (row.map(\.height).max() ?? 0) + gap
    }
    let width = margin * 2 + Double(columns) * (FlowPicture.width + gap) - gap
    let (w, h) = (FlowPicture.number(width), FlowPicture.number(max(y - gap, 0) + margin))
    let drawing: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" class="picture" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img" aria-label="Flows, their stages and policies">
      <title>Flows, their stages and policies</title>
      <style>
      \(Markup(stringLiteral: PageColours.resolved(PageStyle.picture + ".page { fill: var(--page) }\n")))</style>
      <rect class="page" width="100%" height="100%"/>
      \(parts.joined())</svg>

      """
    return drawing.text
  }

  /// The picture of one flow in a page, whose style sheet colours it. `name` is what a screen reader calls it.
  static func picture(of flow: FlowGraph.Flow) -> Markup {
    let picture = FlowPicture(flow)
    let (w, h) = (FlowPicture.number(FlowPicture.width), FlowPicture.number(picture.height))
    return """
      <svg class="picture" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img" aria-label="\(alternative(flow, picture))">
      \(drawing(of: picture))</svg>

      """
  }

  static func alternative(_ flow: FlowGraph.Flow, _ picture: FlowPicture) -> String {
    "Flow \(flow.slug): \(picture.description.joined(separator: "; "))"
  }

  fileprivate static func drawing(of picture: FlowPicture) -> Markup {
    "\(picture.shapes.joined())\n\(picture.texts.map(text).joined())"
  }

  fileprivate static func text(_ text: FlowPicture.Text) -> Markup {
    let end: Markup = text.isAtEnd ? " text-anchor=\"end\"" : ""
    return
      "<text class=\"\(text.font.rawValue) \(text.style)\" x=\"\(FlowPicture.number(text.x))\" y=\"\(FlowPicture.number(text.y))\"\(end)>\(text.text)</text>\n"
  }

  private static let mostColumns = 4
  private static let margin = 24.0
  private static let gap = 32.0

  /// A flow's picture below its name and designation.
  private struct Tile {
    let drawing: Markup
    let height: Double

    init(_ flow: FlowGraph.Flow) {
      let picture = FlowPicture(flow)
      var (texts, y) = ([FlowPicture.Text](), 0.0)
      for (text, font, style) in [
        (flow.slug, PictureFont.name, "strong"), (flow.designation, .small, "quiet"),
      ] {
        for line in font.lines(of: text, width: FlowPicture.width) {
          y += 17
          texts.append(
            FlowPicture.Text(text: line, font: font, style: style, x: 0, y: y, width: FlowPicture.width))
        }
      }
      y += 12
      drawing = """
        \(texts.map(SVGDiagram.text).joined())<g transform="translate(0 \(FlowPicture.number(y)))"><title>\(SVGDiagram.alternative(flow, picture))</title>
        \(SVGDiagram.drawing(of: picture))</g>

        """
      height = y + picture.height
    }
  }
}
