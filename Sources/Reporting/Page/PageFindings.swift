package import Model

/// Errors, warnings and notes with their places, the errors first.
package struct PageFindings {
  private let findings: [Diagnostic]

  /// The first ones are shown open, and at most so many in all.
  private static let mostOpen = 12
  private static let most = 1_000

  package init(_ diagnostics: [Diagnostic]) {
    findings = [Diagnostic.Severity.error, .warning, .note].flatMap { severity in
      diagnostics.filter { $0.severity == severity }
    }
  }

  static func style(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "delete"
    case .warning: "update"
    case .note: "adopt"
    }
  }

  /// `2 errors, 1 warning`.
  package var title: String {
    [Diagnostic.Severity.error, .warning, .note].compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count > 0 ? counted(count, severity.rawValue) : String?.none
    }.joined(separator: ", ")
  }

  /// Nil without findings.
  package func section(_ anchors: inout Anchors) -> PageSection? {
    guard !findings.isEmpty else { return nil }
    return PageSection(anchor: anchors.make("findings"), title: title, body: list)
  }

  package var list: Markup {
    let shown = findings.prefix(Self.most).map(Self.item)
    let rest = findings.count - shown.count
    let open = shown.prefix(Self.mostOpen)
    let first: Markup = "<ul class=\"card findings\">\n\(open.joined())</ul>\n"
    guard shown.count > open.count else { return first }
    let left: Markup =
      rest > 0 ? "<p>\(rest) more are left out; <code>flowform plan</code> prints all.</p>\n" : ""
    return """
      \(first)<details><summary>\(findings.count - open.count) more</summary>
      <ul class="card findings">
      \(shown.dropFirst(Self.mostOpen).joined())</ul>
      \(left)</details>

      """
  }

  private static func item(_ finding: Diagnostic) -> Markup {
    let place: Markup =
      finding.location.map { "<code>\(Terminal.escaped($0.description))</code> " } ?? ""
    return
      "<li><b class=\"\(style(finding.severity))\">\(finding.severity.rawValue)</b> \(place)<span>\(Markup.words(finding.message))</span></li>\n"
  }
}
