/// The summary of several targets: a row for each, with the server, the counts, and the error if there is one.
struct TargetTable {
  let titles: [String]
  /// The cells of each row, as many as there are titles, and the error.
  let rows: [(cells: [String], error: String?)]

  init(_ results: [TargetResult]) {
    let counts = results.lazy.map(\.counts).first { !$0.isEmpty } ?? []
    titles = ["target", "server"] + counts.map(\.title)
    rows = results.map { result in
      let numbers = result.counts.map { String($0.count) }
      let missing = Array(repeating: "", count: counts.count - numbers.count)
      return ([result.target, result.server ?? ""] + numbers + missing, result.error)
    }
  }

  /// Numbers stand below the ends of their titles.
  func text(_ terminal: Terminal) -> String {
    let all = [titles] + rows.map { $0.cells.map { Terminal.escaped($0) } }
    let widths = titles.indices.map { column in all.map { Columns.count($0[column]) }.max() ?? 0 }
    let lines = all.map { cells in
      zip(cells, widths).enumerated().map { column, cell in
        column < 2
          ? cell.0.padding(to: cell.1)
          : String(repeating: " ", count: cell.1 - Columns.count(cell.0)) + cell.0
      }.joined(separator: "  ")
    }
    let errors = [nil] + rows.map(\.error)
    return zip(lines, errors).map { line, error in
      let remark = error.map { "  " + terminal.paint("error:", .red) + " " + Terminal.escaped($0) } ?? ""
      let whole = line + remark
      return whole.trimmingSpaces + "\n"
    }.joined()
  }

  /// A table whose targets lead to their sections.
  func markup(anchors: [String]) -> Markup {
    let columns =
      titles.enumerated().map { PageTable.Column($1, style: $0 < 2 ? "" : "number") }
      + [PageTable.Column("error", style: "bad")]
    let lines = zip(rows, anchors).map { row, anchor in
      PageTable.Row(
        "<a href=\"#\(anchor)\">\(Terminal.escaped(row.cells[0]))</a>",
        (row.cells.dropFirst() + [row.error ?? ""]).map { "\(Terminal.escaped($0))" })
    }
    return PageTable("What each target's plan does", columns: columns, rows: lines).markup
  }

  var markdown: String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let rule = titles.indices.map { $0 < 2 ? "---" : "---:" }
    return row(titles + ["error"]) + row(rule + ["---"])
      + rows.map { cells, error in
        row((cells + [error ?? ""]).map { $0.isEmpty ? "" : MarkdownText.code($0) })
      }.joined()
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmingSpaces: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
