/// Text in roff; in its input, `code` becomes bold and <placeholders> become italic.
struct RoffText {
  private(set) var text = ""
  /// A heading starts a paragraph by itself.
  private var isBelowHeading = false

  mutating func title(_ name: String, section: Int, source: String) {
    // Turns off hyphenation and justification, so that text can be copied.
    text += ".TH \(name) \(section) \"\" \"\(Self.escaped(source))\"\n.nh\n.ad l\n"
  }

  mutating func section(_ title: String) { heading(".SH \(Self.escaped(title))") }

  mutating func subsection(_ title: String) { heading(".SS \(Self.escaped(title))") }

  private mutating func heading(_ line: String) {
    text += line + "\n"
    isBelowHeading = true
  }

  mutating func paragraph(_ words: String) {
    beginParagraph()
    text += Self.marked(words) + "\n"
  }

  private mutating func beginParagraph() {
    if !isBelowHeading { text += ".PP\n" }
    isBelowHeading = false
  }

  mutating func item(_ term: String, _ words: String) {
    isBelowHeading = false
    text += ".TP\n\(Self.marked(term))\n\(Self.marked(words))\n"
  }

  /// Adds paragraphs separated by empty lines; indented lines stay as they are.
  mutating func discussion(_ words: String) {
    var isLiteral = false
    var isNew = true
    for line in words.split(separator: "\n", omittingEmptySubsequences: false) {
      let indented = line.hasPrefix("  ")
      // An empty line between indented ones belongs to them.
      if isLiteral, !indented, !line.isEmpty {
        text += ".fi\n.RE\n"
        isLiteral = false
        isNew = true
      }
      if line.isEmpty {
        isNew = true
        continue
      }
      if isLiteral {
        if isNew { text += "\n" }
      } else if isNew || indented {
        beginParagraph()
      }
      if indented, !isLiteral { text += ".RS 4\n.nf\n" }
      isLiteral = indented
      isNew = false
      text += (indented ? Self.escaped(String(line.dropFirst(2))) : Self.marked(String(line))) + "\n"
    }
    if isLiteral { text += ".fi\n.RE\n" }
  }

  /// The text with `code` and <placeholders> marked.
  private static func marked(_ words: String) -> String {
    let code = words.split(separator: "`", omittingEmptySubsequences: false)
    // An apostrophe without a partner is not a mark.
    guard code.count % 2 == 1 else { return escaped(words) }
    let marked = code.enumerated().map { index, part in
      index % 2 == 1
        ? "\\fB\(inner(part))\\fR"
        : inner(part).replacing(#/<([A-Za-z=\\-]+)>/#) { "\\fI\($0.1)\\fR" }
    }
    return shielded(marked.joined())
  }

  private static func escaped(_ words: String) -> String { shielded(inner(words)) }

  /// Escapes commands; a minus stays a minus, so that examples can be copied.
  private static func inner(_ words: some StringProtocol) -> String {
    words.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default: result += "\\[u\(String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4))]"
      }
    }
  }

  /// A leading dot would make the line a command.
  private static func shielded(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }
}

extension String {
  fileprivate func leftPadded(to count: Int) -> String {
    String(repeating: "0", count: Swift.max(0, count - self.count)) + self
  }
}
