package import Model

/// A page that can be sent to a colleague: what matters at the top, a table of contents, and sections.
package struct ReportPage: Sendable {
  package var head: PageHead
  package var sections: [PageSection]
  /// A line at the end.
  package var foot = ""
  /// Reloads the page after so many seconds.
  package var refresh: Int?

  package init(head: PageHead, sections: [PageSection]) {
    self.head = head
    self.sections = sections
  }

  /// The page with errors, warnings and notes before all else.
  package func adding(_ findings: [Diagnostic]) -> ReportPage {
    var (page, anchors) = (self, Anchors())
    page.sections = [PageFindings(findings).section(&anchors)].compactMap { $0 } + page.sections
    return page
  }

  package var text: String {
    let main = sections.map { $0.markup(level: 2) }.joined()
    let foot: Markup = self.foot.isEmpty ? "" : "<footer><p>\(self.foot)</p></footer>\n"
    return HTMLPage.text(
      title: head.name, refresh: refresh,
      body: """
        \(head.markup)<div class="layout\(hasContents ? " with-contents" : "")">
        \(hasContents ? contents : "")<main>
        \(main)</main>
        </div>
        \(foot)
        """)
  }

  /// Whether there is more than one part to go to.
  private var hasContents: Bool {
    sections.count + sections.reduce(0) { $0 + $1.entries.count + $1.parts.count } > 2
  }

  private var contents: Markup {
    """
    <nav aria-label="Contents">
    <details open>
    <summary>Contents</summary>
    <ul>
    \(sections.map(\.contents).joined())</ul>
    </details>
    </nav>

    """
  }
}
