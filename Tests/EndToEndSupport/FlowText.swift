/// Blueprints of flows, in a natural style.
package enum FlowText {
  package static func flow(
    _ slug: String, title: String = "T", designation: String = "authentication", state: String? = nil,
    id: String? = nil, more: [String] = []
  ) -> String {
    """
      - model: authentik_flows.flow
    \(id.map { "    id: \($0)\n" } ?? "")\(state.map { "    state: \($0)\n" } ?? "")    identifiers:
          slug: \(slug)
        attrs:
          name: Name of \(slug)
          title: \(title)
          designation: \(designation)
    \(more.map { "      \($0)\n" }.joined())
    """
  }

  package static func blueprint(_ flows: String...) -> String {
    blueprint(flows)
  }

  package static func blueprint(_ flows: [String]) -> String {
    "version: 1\nentries:\n" + flows.joined()
  }

  package static func many(_ count: Int) -> String {
    blueprint((0..<count).map { flow("flow-\($0)", title: "Flow number \($0)") })
  }
}
