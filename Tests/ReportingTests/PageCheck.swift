import Testing

/// Reads a page as a browser does, and tells what is wrong with it.
struct PageCheck {
  private static let void: Set<String> = ["meta", "wbr"]
  /// What a page is made of; nothing else may be in it.
  private static let known: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "header", "footer", "main", "nav", "section", "article",
    "div", "h1", "h2", "h3", "h4", "p", "ul", "li", "dl", "dt", "dd", "details", "summary", "a", "b", "em",
    "code", "pre",
    "span", "ins", "del", "time", "wbr", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "g",
    "rect",
    "path", "text",
  ]

  private(set) var problems: [String] = []
  private(set) var ids: [String] = []
  private(set) var headings: [Int] = []

  init(_ page: String) {
    var open: [String] = []
    var links: [String] = []
    for tag in page.matches(of: /<(\/?)([a-zA-Z0-9]+)((?:\s[^<>]*)?)>/) {
      let (isEnd, name, attributes) = (!tag.1.isEmpty, String(tag.2), String(tag.3))
      if !Self.known.contains(name) { problems.append("<\(name)> is unknown") }
      if isEnd {
        if open.popLast() != name { problems.append("</\(name)> closes nothing") }
        continue
      }
      if !Self.void.contains(name), !attributes.hasSuffix("/") { open.append(name) }
      for attribute in attributes.matches(of: /([a-zA-Z:-]+)="([^"]*)"/) {
        let (key, value) = (String(attribute.1), String(attribute.2))
        if key.hasPrefix("on") || key == "src" { problems.append("\(key) in <\(name)>") }
        if key == "id" { ids.append(value) }
        if key == "href" { links.append(value) }
        if key == "aria-labelledby" { links.append("#" + value) }
      }
      if let level = name.wholeMatch(of: /h([1-6])/).flatMap({ Int($0.1) }) { headings.append(level) }
      if name == "svg", !attributes.contains("aria-label=") { problems.append("a picture without words") }
    }
    problems += open.map { "<\($0)> is open" }
    for id in Set(ids) where ids.count(where: { $0 == id }) > 1 { problems.append("\(id) is there twice") }
    for link in links where !(link.hasPrefix("#") && ids.contains(String(link.dropFirst()))) {
      problems.append("\(link) leads nowhere")
    }
    if headings.first != 1 || headings.count(where: { $0 == 1 }) != 1 { problems.append("not one <h1>") }
    for (level, next) in zip(headings, headings.dropFirst()) where next > level + 1 {
      problems.append("<h\(next)> after <h\(level)>")
    }
    if page.ranges(of: /<table[ >]/).count != page.ranges(of: "<caption>").count {
      problems.append("a table without a caption")
    }
  }

  /// The texts of all elements with an opening tag, without markup.
  static func texts(of tag: String, in page: String) -> [String] {
    let name = tag.dropFirst().prefix { $0.isLetter || $0.isNumber }
    return page.split(separator: tag).dropFirst().map { part in
      let end = part.firstRange(of: "</\(name)>")?.lowerBound ?? part.endIndex
      return String(part[..<end]).replacing(/<[^>]*>/, with: "").replacing("&quot;", with: "\"")
        .replacing("&#39;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&amp;", with: "&")
    }
  }
}
