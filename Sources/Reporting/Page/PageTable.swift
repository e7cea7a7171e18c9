/// A table of a page. A phone shows it as a list, with the title of its column before each cell.
package struct PageTable: Sendable {
  package struct Column: Sendable {
    let title: String
    let style: String

    /// `style` is the CSS class of its cells, such as `number`.
    package init(_ title: String, style: String = "") {
      self.title = title
      self.style = style
    }
  }

  package struct Row: Sendable {
    /// The row's first cell, which names it.
    let head: Markup
    let cells: [Markup]
    /// Where a link to the row leads.
    let anchor: String?

    package init(_ head: Markup, _ cells: [Markup], anchor: String? = nil) {
      self.head = head
      self.cells = cells
      self.anchor = anchor
    }
  }

  private let caption: String
  private let columns: [Column]
  private let rows: [Row]

  /// The first column has the rows' names.
  package init(_ caption: String, columns: [Column], rows: [Row]) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The roles are those that a list on a phone would lose.
  package var markup: Markup {
    let heads = columns.map { column -> Markup in
      "<th role=\"columnheader\" scope=\"col\"\(style(column.style == "number" ? "number" : ""))>\(column.title)</th>"
    }
    return """
      <div class="card"><table role="table">
      <caption>\(caption)</caption>
      <thead role="rowgroup"><tr role="row">\(heads.joined())</tr></thead>
      <tbody role="rowgroup">
      \(rows.map(markup).joined())</tbody>
      </table></div>

      """
  }

  private func markup(_ row: Row) -> Markup {
    let anchor: Markup = row.anchor.map { " id=\"\($0)\"" } ?? ""
    let cells = zip(columns.dropFirst(), row.cells).map { column, cell -> Markup in
      "<td role=\"cell\" data-title=\"\(column.title)\"\(style(column.style))>\(cell)</td>"
    }
    return
      "<tr role=\"row\"\(anchor)><th role=\"rowheader\" scope=\"row\">\(row.head)</th>\(cells.joined())</tr>\n"
  }

  private func style(_ name: String) -> Markup { name.isEmpty ? "" : " class=\"\(name)\"" }
}
