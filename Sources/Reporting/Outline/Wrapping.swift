/// Breaks lines that are wider than the terminal.
struct Wrapping {
  private let width: Int?

  /// Nil for no limit; a terminal that is too narrow to indent has no limit either.
  init(_ width: Int?) {
    self.width = width.flatMap { $0 >= 20 ? $0 : nil }
  }

  func fits(_ columns: Int) -> Bool { width.map { columns <= $0 } ?? true }

  /// The rows of an indented text, broken at spaces if possible.
  func lines(_ text: String, indent: Int) -> [String] {
    guard let width, indent + Columns.count(text) > width else { return [text] }
    let room = max(width - indent, 8)
    var rows: [String] = []
    var rest = Substring(text)
    while Columns.count(rest) > room {
      let row = Columns.prefix(rest, room)
      let space = row.lastIndex(of: " ").flatMap { Columns.count(row[..<$0]) > room / 2 ? $0 : nil }
      let end = space ?? row.endIndex
      rows.append(String(rest[..<end]))
      rest = rest[end...]
      if space != nil { rest = rest.dropFirst() }
    }
    return rows + (rest.isEmpty ? [] : [String(rest)])
  }
}
