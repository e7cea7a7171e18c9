import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// Values that look different and are equal, and values that look equal and are different.
struct ClientCareTests {
  private static func blueprint(_ model: String, _ identifiers: String, _ attrs: String) -> String {
    """
    version: 1
    entries:
      - model: \(model)
        identifiers: {\(identifiers)}
        attrs: {\(attrs)}
    """
  }

  @Test func outerWhiteSpaceIsNoChange() async throws {
    try await Workspace.with { workspace in
      let text = Self.blueprint(
        "authentik_policies_expression.expressionpolicy", "name: spaced", #"expression: "return 1\n\n""#)
      try await workspace.apply(text)
      #expect(try await workspace.objects("/policies/expression/").first?["expression"] == "return 1")
      try await workspace.expectSettled()
      #expect(try await workspace.apply(text.replacing(#"1\n\n"#, with: #"1"#)).isEmpty)
      #expect(try await workspace.apply(text.replacing(#"1\n\n"#, with: #"1 #x"#)).count == 1)
    }
  }

  @Test func aNumberEqualsTheTextThatTheServerMakesOfIt() async throws {
    try await Workspace.with { workspace in
      let text = Self.blueprint(
        "authentik_stages_authenticator_totp.authenticatortotpstage", "name: codes", "digits: 6")
      try await workspace.apply(text)
      #expect(try await workspace.objects("/stages/authenticator/totp/").first?["digits"] == "6")
      try await workspace.expectSettled()
      #expect(try await workspace.apply(text.replacing("digits: 6", with: #"digits: "6""#)).isEmpty)
      #expect(try await workspace.apply(text.replacing("digits: 6", with: "digits: 8")).count == 1)
    }
  }

  private static func prompts(_ fields: String) -> String {
    """
    version: 1
    entries:
      - model: authentik_stages_prompt.prompt
        id: a
        identifiers: {name: a}
        attrs: {field_key: a, label: A, type: text}
      - model: authentik_stages_prompt.prompt
        id: b
        identifiers: {name: b}
        attrs: {field_key: b, label: B, type: text}
      - model: authentik_stages_prompt.promptstage
        identifiers: {name: both}
        attrs: {fields: [\(fields)]}
    """
  }

  @Test func keysOfOtherObjectsAreASet() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.prompts("!KeyOf b, !KeyOf a"))
      try await workspace.expectSettled()
      #expect(try await workspace.apply(Self.prompts("!KeyOf a, !KeyOf b")).isEmpty)
      try await workspace.expectSettled()
      #expect(try await workspace.apply(Self.prompts("!KeyOf a")).count == 1)
    }
  }

  @Test func theOrderOfBackendsMatters() async throws {
    let (one, two) = ("authentik.core.auth.InbuiltBackend", "authentik.core.auth.TokenBackend")
    try await Workspace.with { workspace in
      func text(_ backends: String...) -> String {
        Self.blueprint(
          "authentik_stages_password.passwordstage", "name: password",
          "backends: [\(backends.joined(separator: ", "))]")
      }
      try await workspace.apply(text(one, two))
      try await workspace.expectSettled()
      #expect(try await workspace.apply(text(two, one)).count == 1)
      try await workspace.expectSettled()
    }
  }

  @Test func theIconOfAnApplicationHasAnotherNameInTheAPI() async throws {
    try await Workspace.with { workspace in
      let text = Self.blueprint(
        "authentik_core.application", "slug: shop", "name: Shop, icon: https://example.com/i.png")
      let plan = try await workspace.plan(text)
      #expect(plan["diagnostics"]?.list?.isEmpty == true, "\(plan["diagnostics"] ?? .null)")
      try await workspace.apply(text)
      let application = try await workspace.objects("/core/applications/").first
      #expect(application?["meta_icon"] == "https://example.com/i.png", "\(application ?? .null)")
      try await workspace.expectSettled()
      #expect(try await workspace.apply(text.replacing("i.png", with: "j.png")).count == 1)
    }
  }

  @Test func aJSONFieldIsComparedAsAWhole() async throws {
    try await Workspace.with { workspace in
      let text = Self.blueprint("authentik_core.group", "name: staff", "attributes: {a: {b: 1, c: [1, 2]}}")
      try await workspace.apply(text)
      try await workspace.expectSettled()
      #expect(
        try await workspace.apply(text.replacing("{b: 1, c: [1, 2]}", with: "{c: [1, 2], b: 1}")).isEmpty)
      let groups = try await workspace.objects("/core/groups/")
      let key = groups.first { $0["name"] == "staff" }?["pk"]?.string ?? ""
      try await workspace.change(
        "/core/groups/\(key)/", ["attributes": ["a": ["b": 1, "c": [1, 2]], "more": 1]])
      #expect(try await workspace.apply(text) == ["PATCH /api/v3/core/groups/\(key)/"])
      #expect(try await workspace.apply(text.replacing("[1, 2]", with: "[2, 1]")).count == 1)
    }
  }

  @Test func aTemplateThatNobodyFilledInIsAWarning() async throws {
    try await Workspace.with { workspace in
      for value in ["'https://${HOST}/x'", "https://__DOMAIN__/x"] {
        let plan = try await workspace.plan(
          Self.blueprint("authentik_core.application", "slug: shop", "name: Shop, meta_publisher: \(value)"))
        let found = plan["diagnostics"]?.list?.first
        #expect(found?["severity"] == "warning", "\(value)")
        #expect(found?["line"]?.integer == 5)
        // An address with a template in it is not valid, and the server would refuse it in the middle of the apply.
        let refusal = try await workspace.refusal(
          Self.blueprint("authentik_core.application", "slug: shop", "name: Shop, meta_launch_url: \(value)"))
        #expect(refusal.contains("looks like a placeholder"), "\(refusal)")
      }
    }
  }

  @Test func anUnknownModelSuggestsTheNearest() async throws {
    try await Workspace.with { workspace in
      let refusal = try await workspace.refusal(
        Self.blueprint("authentik_proxies.proxyprovider", "name: x", "mode: proxy"))
      #expect(refusal.contains("`authentik_providers_proxy.proxyprovider`"), "\(refusal)")
    }
  }

  @Test func aLookUpThatFindsNothingNamesItselfAndWhatIsThere() async throws {
    try await Workspace.with { workspace in
      for slug in ["alpha", "beta"] {
        try await workspace.create(
          ["slug": .string(slug), "name": "N", "title": "T", "designation": "authorization"])
      }
      let text = Self.blueprint(
        "authentik_providers_proxy.proxyprovider", "name: p",
        """
        external_host: "https://example.com", mode: proxy, internal_host: "http://app.internal", \
        authorization_flow: !Find [authentik_flows.flow, [slug, gamma]], \
        invalidation_flow: !Find [authentik_flows.flow, [slug, alpha]]
        """)
      let refusal = try await workspace.refusal(text)
      #expect(refusal.contains("authentik_flows.flow with slug=gamma"), "\(refusal)")
      #expect(refusal.contains("`alpha`, `beta`"), "\(refusal)")
      let found = text.replacing("gamma", with: "beta")
      #expect(try await workspace.apply(found).count == 1)
      try await workspace.expectSettled()
    }
  }
}
