import Model
import OrderedCollections
import Planning

/// The part of a page that says who may open which application.
enum AccessSection {
  /// Nil if there is nothing to tell. `source` says by what the section goes.
  static func section(
    of graph: AccessGraph, source: String = AccessText.blueprints, anchors: inout Anchors
  ) -> PageSection? {
    guard !graph.applications.isEmpty || !graph.unusedProviders.isEmpty else { return nil }
    let anchor = anchors.make("access")
    var entries: [PageSection.Entry] = []
    let rows = graph.applications.prefix(most).map { application in
      let name = anchors.make("application \(application.slug)")
      entries.append(
        PageSection.Entry(
          anchor: name, title: AccessText.title(of: application), mark: mark(application.action)))
      return row(application, name)
    }
    let columns = ["Application", "Who may open it", "Provider", "Flows"].map { PageTable.Column($0) }
    let caption = "\(AccessText.summary(graph)). \(source)"
    let table = rows.isEmpty ? "" : PageTable(caption, columns: columns, rows: rows).markup
    var section = PageSection(
      anchor: anchor, title: "Who may open what",
      body: table + rest(graph) + unused(graph))
    section.entries = entries
    return section
  }

  /// A browser must be able to open the page.
  private static let most = 1_000

  private static func rest(_ graph: AccessGraph) -> Markup {
    let rest = graph.applications.count - most
    guard rest > 0 else { return "" }
    return
      "<p>\(counted(rest, "more application")) left out; <code>flowform graph --of access</code> shows all.</p>\n"
  }

  private static func row(_ application: AccessGraph.Application, _ anchor: String) -> PageTable.Row {
    let title = AccessText.title(of: application)
    let slug: Markup =
      title == application.slug ? "" : "<div><code class=\"quiet\">\(application.slug)</code></div>"
    let providers = application.providers.map { provider, isBackchannel -> Markup in
      let channel: Markup = isBackchannel ? " <span class=\"quiet\">(back channel)</span>" : ""
      return "\(changed(provider.action))\(AccessText.provider(provider))\(channel)"
    }
    let otherwise = application.isDescribed ? "none" : AccessText.unknown
    // Providers of one application often use the same flows.
    let flows = OrderedSet(application.providers.flatMap(\.provider.flows)).map { flow -> Markup in
      "<span class=\"quiet\">\(flow.purpose)</span> <code>\(flow.slug)</code>"
    }
    return PageTable.Row(
      "\(changed(application.action))\(title)\(slug)",
      [who(application), list(providers, otherwise: otherwise), list(flows, otherwise: otherwise)],
      anchor: anchor)
  }

  private static func who(_ application: AccessGraph.Application) -> Markup {
    var parts: [Markup] = []
    if let remark = AccessText.remark(on: application) {
      parts.append(
        application.access == .everybody ? "<b class=\"update\">\(remark)</b>" : "<em>\(remark)</em>")
    }
    if let mode = AccessText.mode(of: application) { parts.append("<span class=\"quiet\">\(mode):</span>") }
    parts += application.gates.map { gate -> Markup in
      let text = AccessText.gate(gate)
      let shown: Markup = gate.isEnabled ? "\(text)" : "<span class=\"quiet\">\(text)</span>"
      return "\(changed(gate.action))\(shown)"
    }
    return list(parts)
  }

  private static func unused(_ graph: AccessGraph) -> Markup {
    guard !graph.unusedProviders.isEmpty else { return "" }
    let items = graph.unusedProviders.map { provider -> Markup in
      "\(changed(provider.action))\(AccessText.provider(provider))"
    }
    return """
      <div class="card"><p>Providers that no application here uses:</p>
      \(list(items))
      </div>

      """
  }

  private static func list(_ items: [Markup], otherwise: String = "none") -> Markup {
    guard !items.isEmpty else { return "\(otherwise)" }
    return "<ul>\(items.map { item -> Markup in "<li>\(item)</li>" }.joined())</ul>"
  }

  /// What the plan does with a part: its symbol and its word.
  private static func changed(_ action: Action?) -> Markup {
    guard let action, action.isWrite else { return "" }
    let mark = mark(action)
    return "\(PlanMarkup.symbol(mark))<b class=\"\(PlanMarkup.style(mark))\">\(action.rawValue)</b> "
  }

  private static func mark(_ action: Action?) -> PlanLine.Mark {
    action.flatMap { $0.isWrite ? PlanLine.Mark($0) : nil } ?? .none
  }
}
