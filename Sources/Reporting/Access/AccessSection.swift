import Model

/// The part of a page that says who may open which application.
package enum AccessSection {
  /// A section with its heading. Its ids begin with `access`.
  package static func text(of graph: AccessGraph) -> String {
    let rows = graph.applications.enumerated().map { row($1, "access-\($0 + 1)") }
    let table =
      rows.isEmpty
      ? ""
      : """
      <table class="access" role="table" aria-labelledby="access-heading">
      <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Application</th><th role="columnheader" scope="col">Who may open it</th><th role="columnheader" scope="col">Provider</th><th role="columnheader" scope="col">Flows</th></tr></thead>
      <tbody role="rowgroup">
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>

      """
    return """
      <section id="access" aria-labelledby="access-heading">
      <h2 id="access-heading">Who may open what</h2>
      <p>\(AccessText.summary(graph)).</p>
      \(table)\(unused(graph))</section>

      """
  }

  /// What the section adds to the style of a page.
  package static let style = """
    .access { width: 100%; table-layout: fixed }
    .access td, .access th { overflow-wrap: anywhere; white-space: normal }
    .access ul { margin: 0; padding: 0; list-style: none }
    .access .open { font-weight: 600 }
    .access .off { opacity: .75; text-decoration: line-through }
    @media (max-width: 640px) {
      .access, .access tbody, .access tr, .access td, .access th { display: block; width: auto }
      .access thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
      .access tr { margin-bottom: 1rem }
      .access td[data-label]::before { content: attr(data-label); display: block; font-size: 85% }
    }

    """

  private static func row(_ application: AccessGraph.Application, _ id: String) -> String {
    let title = AccessText.title(of: application)
    let slug = title == application.slug ? "" : "<br><code>\(Markup.escaped(application.slug))</code>"
    let cells = [
      cell("Who may open it", who(application)),
      cell(
        "Provider",
        list(
          application.providers.enumerated().map { number, provider in
            let isBackchannel = number > 0 || application.provider == nil
            return (
              escaped(AccessText.provider(provider)) + (isBackchannel ? " (back channel)" : ""),
              provider.action
            )
          }, otherwise: "none")),
      cell(
        "Flows",
        list(
          application.providers.flatMap(\.flows).map {
            ("\(escaped($0.purpose)): <code>\(escaped($0.slug))</code>", nil)
          }, otherwise: "none")),
    ]
    return """
      <tr role="row" id="\(id)"\(mark(application.action))><th role="rowheader" scope="row">\(escaped(title))\(slug)\(tag(application.action))</th>\(cells.joined())</tr>
      """
  }

  private static func who(_ application: AccessGraph.Application) -> String {
    var parts: [String] = []
    if let remark = AccessText.remark(on: application) {
      let style = application.access == .everybody ? " class=\"open\"" : ""
      parts.append("<p\(style)>\(escaped(remark))</p>")
    }
    if let mode = AccessText.mode(of: application) { parts.append("<p>\(mode):</p>") }
    if !application.gates.isEmpty {
      let items = application.gates.map { gate in
        let text = escaped(AccessText.gate(gate))
        return
          "<li\(mark(gate.action))>\(gate.decides ? text : "<span class=\"off\">\(text)</span>")\(tag(gate.action))</li>"
      }
      parts.append("<ul>\(items.joined())</ul>")
    }
    return parts.joined()
  }

  private static func unused(_ graph: AccessGraph) -> String {
    guard !graph.unusedProviders.isEmpty else { return "" }
    let items = graph.unusedProviders.map { provider in
      "<li\(mark(provider.action))>\(escaped(AccessText.provider(provider)))\(tag(provider.action))</li>"
    }
    return "<h3 id=\"access-unused\">Providers without an application</h3>\n<ul>\(items.joined())</ul>\n"
  }

  private static func cell(_ label: String, _ content: String) -> String {
    "<td role=\"cell\" data-label=\"\(label)\">\(content)</td>"
  }

  private static func list(_ items: [(text: String, action: Action?)], otherwise: String) -> String {
    guard !items.isEmpty else { return otherwise }
    return "<ul>\(items.map { "<li\(mark($0.action))>\($0.text)\(tag($0.action))</li>" }.joined())</ul>"
  }

  /// The class of what the plan writes.
  private static func mark(_ action: Action?) -> String {
    action.flatMap { $0.isWrite ? " class=\"\($0.rawValue)\"" : nil } ?? ""
  }

  /// The same as a word, for those who do not see colours.
  private static func tag(_ action: Action?) -> String {
    action.flatMap { $0.isWrite ? " <small>\($0.rawValue)</small>" : nil } ?? ""
  }

  private static func escaped(_ text: String) -> String { Markup.escaped(text) }
}
