/// A code block of a page, with the comments directly above it, which say how a test runs it.
package struct DocumentationBlock: Sendable, Hashable {
  /// The page and the line of the fence.
  package let place: String
  /// What stands behind the fence: `sh`, `console`, `yaml` …
  package let language: String
  /// The texts of the comments, such as `recipe: docker`.
  package let markers: [String]
  /// The code, with a line end after each line.
  package let text: String

  /// The rest of the marker with a name: of `exits with: 2` it is `2`.
  package func marker(_ name: String) -> String? {
    markers.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
  }

  static func all(in page: DocumentationPage) -> [DocumentationBlock] {
    var blocks: [DocumentationBlock] = []
    var markers: [String] = []
    var open: (line: Int, indent: Int, language: String, code: String)?
    for (index, whole) in page.lines.enumerated() {
      let line = whole.drop { $0 == " " }
      if let (start, indent, language, code) = open {
        guard line == "```" else {
          // In an item of a list, a block is indented.
          open?.code += whole.dropFirst(min(indent, whole.count - line.count)) + "\n"
          continue
        }
        blocks.append(
          DocumentationBlock(
            place: "\(page.path):\(start)", language: language, markers: markers, text: code))
        open = nil
        markers = []
      } else if line.hasPrefix("```") {
        open = (index + 1, whole.count - line.count, String(line.dropFirst(3)), "")
      } else if line.hasPrefix("<!-- "), line.hasSuffix(" -->") {
        markers.append(String(line.dropFirst(5).dropLast(4)))
      } else {
        markers = []
      }
    }
    return blocks
  }
}
