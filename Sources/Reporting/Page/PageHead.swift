/// What matters, at the top of a page.
package struct PageHead: Sendable {
  /// A number that matters, with its symbol and its words.
  struct Tile: Sendable {
    let count: Int
    let words: String
    let mark: PlanLine.Mark
    var style: String?
    /// Where the page shows more of it.
    var anchor: String?
  }

  package var title: String
  /// The browser's title.
  package var name: String
  /// A sentence below the title.
  package var sentence = ""
  /// A small sentence below everything else.
  package var remark = ""
  package var facts: [(name: String, value: Markup)] = []
  var tiles: [Tile] = []

  package init(title: String, name: String? = nil) {
    self.title = title
    self.name = name ?? title
  }

  var markup: Markup {
    let sentence: Markup = sentence.isEmpty ? "" : "<p class=\"lead\">\(self.sentence)</p>\n"
    let remark: Markup =
      self.remark.isEmpty ? "" : "<p class=\"remark\">\(Markup.words(self.remark))</p>\n"
    return "<header>\n<h1>\(title)</h1>\n\(sentence)\(factList)\(tileList)\(remark)</header>\n"
  }

  /// A server's name, version and the time, as far as they are known.
  mutating func add(server: String, version: String, time: String) {
    if !server.isEmpty { facts.append(("Server", "<code>\(Terminal.escaped(server))</code>")) }
    if !version.isEmpty { facts.append(("authentik", "\(Terminal.escaped(version))")) }
    if !time.isEmpty { facts.append(("Made", Self.time(time))) }
  }

  /// A time in the form of ISO 8601, as a person writes it.
  package static func time(_ text: String) -> Markup {
    let words = text.replacing("T", with: " ").replacing("Z", with: " UTC")
    return "<time datetime=\"\(text)\">\(words)</time>"
  }

  var factList: Markup {
    guard !facts.isEmpty else { return "" }
    let rows = facts.map { name, value -> Markup in "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n" }
    return "<dl class=\"facts\">\n\(rows.joined())</dl>\n"
  }

  var tileList: Markup {
    guard !tiles.isEmpty else { return "" }
    return "<ul class=\"tiles\">\n\(tiles.map(Self.markup).joined())</ul>\n"
  }

  private static func markup(_ tile: Tile) -> Markup {
    let style = tile.count == 0 ? "none" : tile.style ?? PlanMarkup.style(tile.mark)
    let inner: Markup =
      "<b>\(PlanMarkup.symbol(tile.mark))\(tile.count)</b> <span>\(tile.words)</span>"
    let body: Markup =
      tile.anchor.map { "<a class=\"tile\" href=\"#\($0)\">\(inner)</a>" }
      ?? "<div class=\"tile\">\(inner)</div>"
    return "<li class=\"\(style)\">\(body)</li>\n"
  }
}
