/// A part of a page with a heading, which the table of contents lists.
package struct PageSection: Sendable {
  /// A line of the table of contents.
  package struct Entry: Sendable {
    package let anchor: String
    package let title: String
    /// What happens to it: the symbol of a change, and the style of its colour.
    let mark: PlanLine.Mark

    init(anchor: String, title: String, mark: PlanLine.Mark = .none) {
      self.anchor = anchor
      self.title = title
      self.mark = mark
    }
  }

  package let anchor: String
  package let title: String
  /// What stands below the heading.
  package let body: Markup
  package var entries: [Entry] = []
  package var parts: [PageSection] = []

  package init(anchor: String, title: String, body: Markup) {
    self.anchor = anchor
    self.title = title
    self.body = body
  }

  /// The section below a heading of this level.
  func markup(level: Int) -> Markup {
    // Parts of several sections may have the same name, and a landmark's name must be its own.
    let name: Markup = level == 2 ? " aria-labelledby=\"\(anchor)-title\"" : ""
    return """
      <section id="\(anchor)"\(name)>
      <h\(level) id="\(anchor)-title">\(title)</h\(level)>
      \(body)\(parts.map { $0.markup(level: level + 1) }.joined())</section>

      """
  }

  /// The section's lines of the table of contents.
  var contents: Markup {
    let lines = entries + parts.map { Entry(anchor: $0.anchor, title: $0.title) }
    let rest = lines.count - Self.mostEntries
    let inner = lines.prefix(Self.mostEntries).map { entry -> Markup in
      "<li><a href=\"#\(entry.anchor)\">\(PlanMarkup.symbol(entry.mark))<span>\(Markup.breakable(entry.title))</span></a></li>\n"
    }.joined()
    let more: Markup = rest > 0 ? "<li class=\"quiet\">… \(rest) more</li>\n" : ""
    let list: Markup = lines.isEmpty ? "" : "\n<ul>\n\(inner)\(more)</ul>\n"
    return "<li><a href=\"#\(anchor)\">\(title)</a>\(list)</li>\n"
  }

  private static let mostEntries = 200
}
