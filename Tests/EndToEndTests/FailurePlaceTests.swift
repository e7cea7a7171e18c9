import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Testing

/// A refused change is reported at its place. If the server names a field, it is reported at that field.
struct FailurePlaceTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_sources_saml.samlsource
        id: source
        identifiers: {slug: idp}
        attrs:
          name: IdP
          issuer: acme
          sso_url: https://idp.example.com/sso
          pre_authentication_flow: !KeyOf flow
      - model: authentik_stages_identification.identificationstage
        identifiers: {name: identification}
        attrs:
          user_fields:
            - username
          sources: [!KeyOf source]
      - model: authentik_stages_captcha.captchastage
        identifiers: {name: captcha}
        attrs:
          public_key: a
          private_key: b
          score_min_threshold: 0.5
      - model: authentik_core.group
        identifiers: {name: unrelated}
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: before}
        attrs: {name: Before, title: Before, designation: stage_configuration}
    """

  /// Runs against a server that refuses one kind by a rule and another by a field, and accepts everything else.
  private static func withServer<Result: Sendable>(
    _ body: @escaping @Sendable (FlowformProcess, Workspace) async throws -> Result
  ) async throws -> Result {
    let server = RefusingServer(refusals: [
      "/sources/saml/": ["non_field_errors": ["At least one of the two must be selected."]],
      "/stages/captcha/": ["score_min_threshold": ["A valid number is required."]],
    ])
    return try await Workspace.with { workspace in
      try await server.withRunning { port in
        try workspace.write(blueprint, to: "blueprints/x.yaml")
        let flowform = FlowformProcess(
          folder: workspace.folder.path,
          variables: ["AUTHENTIK_URL": "http://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "t"])
        return try await body(flowform, workspace)
      }
    }
  }

  @Test func standsInFrontOfTheText() async throws {
    try await Self.withServer { flowform, _ in
      let apply = try await flowform("apply", "--yes", "--on-failure", "continue")
      #expect(apply.status == 1)
      let lines = apply.error.split(separator: "\n").map(String.init)
      let source = "authentik_sources_saml.samlsource[slug=idp]"
      #expect(
        lines.contains(
          "blueprints/x.yaml:3:5: error: \(source): create failed: the server refuses it: At least one of the two must be selected; correct the entry and apply again"
        ), "\(apply.error)")
      #expect(
        lines.contains(
          "blueprints/x.yaml:22:28: error: authentik_stages_captcha.captchastage[name=captcha]: create failed: the server refuses it: score_min_threshold: A valid number is required; correct the entry and apply again"
        ), "\(apply.error)")
      #expect(
        lines.contains(
          "- blueprints/x.yaml:11:5: authentik_stages_identification.identificationstage[name=identification]: create not started: a change that it needs was not done"
        ), "\(apply.error)")
      #expect(apply.error.contains("authentik_core.group[name=unrelated]: created"))
    }
  }

  @Test func standsInEveryEvent() async throws {
    try await Self.withServer { flowform, _ in
      let apply = try await flowform("apply", "--yes", "--on-failure", "continue", "--format", "json")
      #expect(apply.status == 1)
      let events = try apply.output.split(separator: "\n").map { try JSONReader.read(String($0)) }
      func place(_ event: String, _ model: String) -> [Value?] {
        let row = events.first {
          $0["event"]?.string == event && $0["address"]?.string?.hasPrefix(model) == true
        }
        return [row?["file"], row?["line"], row?["column"]]
      }
      #expect(place("failed", "authentik_sources_saml.samlsource") == ["blueprints/x.yaml", 3, 5])
      #expect(place("failed", "authentik_stages_captcha.captchastage") == ["blueprints/x.yaml", 22, 28])
      #expect(
        place("abandoned", "authentik_stages_identification.identificationstage")
          == ["blueprints/x.yaml", 11, 5])
    }
  }

  @Test func standsInAnnotations() async throws {
    try await Self.withServer { flowform, _ in
      let apply = try await flowform("apply", "--yes", "--on-failure", "continue", "--format", "github")
      #expect(apply.status == 1)
      #expect(apply.output.contains("::error file=blueprints/x.yaml,line=3,col=5::"), "\(apply.output)")
      #expect(apply.output.contains("::error file=blueprints/x.yaml,line=22,col=28::"), "\(apply.output)")
    }
  }

  @Test func outlivesASavedPlan() async throws {
    try await Self.withServer { flowform, workspace in
      let plan = try await flowform("plan", "--out", "plan.json")
      #expect(plan.status == 0, "\(plan.error)")
      let apply = try await flowform(
        "apply", "--yes", "--on-failure", "continue", "--plan", "plan.json")
      #expect(apply.status == 1)
      #expect(apply.error.contains("blueprints/x.yaml:22:28: error: "), "\(apply.error)")
    }
  }
}
