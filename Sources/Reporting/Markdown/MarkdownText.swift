/// Makes any text of a server or a blueprint safe inside Markdown and HTML.
enum MarkdownText {
  /// The text as inline code. Markup, links and mentions are written as entities, which every renderer shows
  /// as plain characters.
  static func code(_ text: String) -> String {
    let inner = Terminal.escaped(text).unicodeScalars.reduce(into: "") { result, scalar in
      let isPlain =
        !scalar.isASCII || scalar.properties.isAlphabetic || " 0123456789,-/".unicodeScalars.contains(scalar)
      if isPlain { result.unicodeScalars.append(scalar) } else { result += "&#\(scalar.value);" }
    }
    return "<code>\(inner)</code>"
  }

  /// A code block with fences that no line can close.
  static func block(_ lines: [String], language: String) -> String {
    let longest = lines.map(longestRun).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ([fence + language] + lines + [fence]).map { $0 + "\n" }.joined()
  }

  /// A title with a folded block below.
  static func details(_ title: String, _ block: String, isOpen: Bool = false) -> String {
    "<details\(isOpen ? " open" : "")><summary>\(title)</summary>\n\n\(block)\n</details>\n\n"
  }

  private static func longestRun(_ line: String) -> Int {
    var longest = 0
    var run = 0
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
