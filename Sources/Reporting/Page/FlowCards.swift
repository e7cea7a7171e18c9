/// Flows with their pictures.
enum FlowCards {
  /// The flows beside each other, as many as the page is wide.
  static func section(
    _ flows: [FlowGraph.Flow], title: String, anchor: String, isFolded: Bool, level: Int,
    anchors: inout Anchors, room: inout PageRoom
  ) -> PageSection {
    var (cards, entries) = ([Markup](), [PageSection.Entry]())
    for flow in flows {
      let name = anchors.make("flow \(flow.slug)")
      let picture = picture(of: flow)
      guard room.hasRoom(forDetails: picture) else { continue }
      let heading = heading(flow, flow.slug, level: level + 1, anchor: name)
      entries.append(PageSection.Entry(anchor: name, title: flow.slug))
      cards.append(
        """
        <article class="card" id="\(name)" aria-labelledby="\(name)-title">
        \(heading)
        \(isFolded ? "<details><summary>Picture</summary>\n\(picture)</details>\n" : picture)</article>

        """)
    }
    var section = PageSection(
      anchor: anchor, title: title,
      body: "<div class=\"grid\(isFolded ? " folded" : "")\">\n\(cards.joined())</div>\n")
    section.entries = entries
    return section
  }

  /// The flow's name as a heading, and below it what the flow is for.
  static func heading(_ flow: FlowGraph.Flow?, _ name: String, level: Int, anchor: String) -> Markup {
    let about = [flow?.title ?? "", flow?.designation ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    let line: Markup = about.isEmpty ? "" : "\n<p class=\"about\">\(about)</p>"
    return "<h\(level) id=\"\(anchor)-title\"><code>\(name)</code></h\(level)>\(line)"
  }

  static func picture(of flow: FlowGraph.Flow) -> Markup {
    "<div class=\"drawing\">\n\(SVGDiagram.picture(of: flow))</div>\n"
  }
}
