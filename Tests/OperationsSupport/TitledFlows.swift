/// Blueprints of flows.
package enum TitledFlows {
  /// A flow for each slug, with its title.
  package static func text(_ titles: KeyValuePairs<String, String>) -> String {
    "version: 1\nentries:\n"
      + titles.map { slug, title in
        """
        - model: authentik_flows.flow
          identifiers: {slug: \(slug)}
          attrs: {name: \(slug), title: \(title), designation: authentication}

        """
      }.joined()
  }
}
