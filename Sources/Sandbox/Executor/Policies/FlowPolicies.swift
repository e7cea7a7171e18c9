/// The policies that the sandbox evaluates, by model.
enum FlowPolicies {
  static let byModel: [String: any FlowPolicy] = [
    "authentik_policies_dummy.dummypolicy": DummyPolicy(),
    "authentik_policies_event_matcher.eventmatcherpolicy": EventMatcherPolicy(),
    "authentik_policies_expression.expressionpolicy": ExpressionPolicy(),
    "authentik_policies_password.passwordpolicy": PasswordPolicy(),
    "authentik_policies_reputation.reputationpolicy": ReputationPolicy(),
  ]
}
