import Model
import Planning

/// Writes the objects of a plan as nested lists.
struct PlanMarkup {
  var anchors: Anchors
  var room = PageRoom()
  /// True if the values of new objects are folded, because there are many.
  var isFolded = false
  /// True if the fields of new objects that only repeat the server's defaults are shown too.
  var showsDefaults = false

  private static let symbols = Symbols.unicode
  private static let limits = FieldText.Limits(characters: 4_000, lines: 500)
  /// New objects with more fields, and texts with more lines, are folded.
  private static let mostFields = 6
  private static let mostLines = 24

  init(anchors: Anchors) { self.anchors = anchors }

  /// The symbol of a change. Its word follows, so a screen reader leaves the symbol out.
  static func symbol(_ mark: PlanLine.Mark) -> Markup {
    guard mark != .none, mark != .unchanged else { return "" }
    return "<span class=\"mark \(style(mark))\" aria-hidden=\"true\">\(symbols.text(mark))</span> "
  }

  /// The style of a change's colours.
  static func style(_ mark: PlanLine.Mark) -> String {
    switch mark {
    case .create, .added: "create"
    case .update: "update"
    case .restore: "restore"
    case .delete, .removed: "delete"
    case .adopt: "adopt"
    case .skip, .unchanged, .none: "none"
    }
  }

  mutating func list(_ nodes: [PlanOutline.Node]) -> Markup {
    guard !nodes.isEmpty else { return "" }
    let items = nodes.map { item($0) }.joined()
    return items.isEmpty ? "" : "<ul class=\"objects\">\n\(items)</ul>\n"
  }

  private mutating func item(_ node: PlanOutline.Node) -> Markup {
    let head = head(of: node)
    guard room.hasRoom(forObject: head, count: 1) else {
      for child in node.children { _ = item(child) }
      return ""
    }
    return
      "<li id=\"\(anchors.make(node.address.description))\">\n\(head)\(details(of: node))\(list(node.children))</li>\n"
  }

  private func head(of node: PlanOutline.Node) -> Markup {
    let label = Terminal.escaped(node.label)
    guard let change = node.change else {
      return "<p class=\"object context\"><code>\(Markup.breakable(label))</code></p>\n"
    }
    let text = ChangeText(change)
    let verb = text.mark == .restore ? "\(text.verb) (restore)" : text.verb
    let place: Markup = text.place.isEmpty ? "" : " <span class=\"place\">\(text.place)</span>"
    return
      "<p class=\"object\">\(Self.symbol(text.mark))<b class=\"\(Self.style(text.mark))\">\(verb)</b> <code>\(Markup.breakable(label))</code>\(place)</p>\n"
  }

  private mutating func details(of node: PlanOutline.Node) -> Markup {
    guard let change = node.change else { return "" }
    let text = ChangeText(change)
    let notes = text.notes.map { note -> Markup in "<p class=\"note\">\(note)</p>\n" }.joined()
    let cascades = text.cascades.map { cascade -> Markup in
      "<li>\(Self.symbol(.delete))\(cascade)</li>\n"
    }.joined()
    let lost: Markup = cascades.isEmpty ? "" : "<ul class=\"cascades\">\n\(cascades)</ul>\n"
    let all = notes + fields(text, change.action) + lost
    guard !all.isEmpty else { return "" }
    return room.hasRoom(forDetails: all) ? all : "<p class=\"note\">… left out</p>\n"
  }

  // MARK: - Fields

  private func fields(_ text: ChangeText, _ action: Action) -> Markup {
    let fields = text.fields(Self.symbols, Self.limits, showsDefaults: showsDefaults)
    guard !fields.isEmpty else { return "" }
    let rows = fields.map { field -> Markup in
      let remark: Markup = field.remark.isEmpty ? "" : " <em>\(field.remark)</em>"
      let content = field.content
      let style: Markup = if case .lines = content { " class=\"block\"" } else { "" }
      return "<div\(style)><dt>\(field.name)\(remark)</dt><dd>\(value(content))</dd></div>\n"
    }
    let list: Markup = "<dl class=\"fields\">\n\(rows.joined())</dl>\n"
    guard isFolded || (action == .create && fields.count > Self.mostFields) else { return list }
    return "<details><summary>\(counted(fields.count, "field"))</summary>\n\(list)</details>\n"
  }

  private func value(_ content: FieldText.Content) -> Markup {
    switch content {
    case .secret: return "<span class=\"quiet\">(secret)</span>"
    case .value(let text): return "<code>\(Markup.breakable(text))</code>"
    case .change(let old, let new):
      return
        "<del><code>\(Markup.breakable(old))</code></del> <span class=\"quiet\">\(Self.symbols.arrow)</span> <ins><code>\(Markup.breakable(new))</code></ins>"
    case .lines(let lines, let rest): return block(lines, rest)
    }
  }

  private func block(_ lines: [LineDiff.Line], _ rest: Int) -> Markup {
    let isNew = lines.allSatisfy { if case .added = $0 { true } else { false } }
    // The end of a new text is no line.
    let shown = isNew && lines.last == .added("") ? lines.dropLast() : lines[...]
    let inner = shown.map { Self.line($0, isNew: isNew) }.joined()
    let end: Markup =
      rest > 0
      ? "<span class=\"gap\">\(Self.symbols.ellipsis) \(counted(rest, "more line")); flowform plan -v shows all</span>"
      : ""
    let block: Markup = "<pre>\(inner)\(end)</pre>"
    guard lines.count > Self.mostLines else { return block }
    let words =
      isNew ? counted(lines.count + rest, "line") : "\(counted(lines.count + rest, "line")) of differences"
    return "<details><summary>\(words)</summary>\(block)</details>"
  }

  /// A line may have megabytes.
  private static func shown(_ line: String) -> String {
    let text = FieldText.indented(line)
    return text.utf8.count <= limits.characters ? text : text.prefix(limits.characters) + symbols.ellipsis
  }

  /// A line of a text. Those of a new text need no sign.
  private static func line(_ line: LineDiff.Line, isNew: Bool) -> Markup {
    switch line {
    case .added(let text) where isNew: "<span>\(shown(text))\n</span>"
    case .kept(let text): "<span>  \(shown(text))\n</span>"
    case .removed(let text): "<del>- \(shown(text))\n</del>"
    case .added(let text): "<ins>+ \(shown(text))\n</ins>"
    case .gap(let count):
      "<span class=\"gap\">  \(symbols.ellipsis) \(counted(count, "line")) as before\n</span>"
    }
  }
}
