/// The policies that the sandbox evaluates, by model.
enum FlowPolicies {
  static let byModel: [String: any FlowPolicy] = [
    "authentik_policies_dummy.dummypolicy": DummyPolicy()
  ]
}
