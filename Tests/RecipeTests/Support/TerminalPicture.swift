import Foundation

/// Draws what a program printed on a terminal as a picture in SVG.
struct TerminalPicture {
  private enum Size {
    static let font = 14.0
    static let line = 21.0
    static let margin = 20.0
    static let bar = 34.0
    /// The width of a character of a monospaced font, as a share of its height.
    static let advance = 0.602
  }

  private static let colours = [
    "31": "#ff7b72", "32": "#56d364", "33": "#e3b341", "36": "#76e3ea", "1": "#ffffff", "2": "#8b949e",
  ]

  let title: String
  /// With colours as escape sequences.
  let screen: String

  var text: String {
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
    let columns = lines.map { Self.plain($0).count }.max() ?? 0
    let width = Int((Double(columns) * Size.font * Size.advance + 2 * Size.margin).rounded(.up))
    let height = Int(Size.bar + Double(lines.count) * Size.line + Size.margin)
    let rows = lines.enumerated().map { index, line in
      let y = Int(Size.bar + Size.font + Double(index) * Size.line)
      return "<text x=\"\(Int(Size.margin))\" y=\"\(y)\" xml:space=\"preserve\">\(Self.spans(line))</text>"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" aria-label="\(Self.escaped(title))">
      <rect width="\(width)" height="\(height)" rx="8" fill="#0d1117"/>
      <circle cx="20" cy="17" r="5.5" fill="#ff5f57"/><circle cx="40" cy="17" r="5.5" fill="#febc2e"/><circle cx="60" cy="17" r="5.5" fill="#28c840"/>
      <g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="\(Int(Size.font))" fill="#e6edf3">
      \(rows.joined(separator: "\n"))
      </g>
      </svg>

      """
  }

  private static func plain(_ line: Substring) -> String {
    String(line).replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
  }

  private static func spans(_ line: Substring) -> String {
    var result = ""
    var colour: String?
    var rest = line
    while let escape = rest.firstMatch(of: #/\u{1B}\[([0-9;]*)m/#) {
      result += span(rest[..<escape.range.lowerBound], colour)
      colour = colours[String(escape.1)]
      rest = rest[escape.range.upperBound...]
    }
    return result + span(rest, colour)
  }

  private static func span(_ text: Substring, _ colour: String?) -> String {
    guard !text.isEmpty else { return "" }
    return colour.map { "<tspan fill=\"\($0)\">\(escaped(String(text)))</tspan>" } ?? escaped(String(text))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
