package import Model

extension ResourceAddress {
  /// The flow with a slug.
  package static func flow(_ slug: String) -> ResourceAddress {
    ResourceAddress(model: "authentik_flows.flow", identifiers: [(key: "slug", value: .string(slug))])
  }
}
