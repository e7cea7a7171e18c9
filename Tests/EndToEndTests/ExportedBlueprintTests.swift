import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// Blueprints from authentik's own export, with primary keys as references.
struct ExportedBlueprintTests {
  static let export = """
    version: 1
    metadata:
      name: authentik Export - 2026-11-02 10:11:12
      labels:
        blueprints.goauthentik.io/generated: "true"
    entries:
      - conditions: []
        model: authentik_flows.flow
        state: present
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01
          slug: exported
        attrs:
          name: Exported
          title: Exported
          designation: stage_configuration
      - model: authentik_stages_prompt.prompt
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a02
        attrs:
          name: exported-name
          field_key: name
          label: Name
          type: text
          order: 0
      - model: authentik_stages_prompt.prompt
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a03
        attrs:
          name: exported-mail
          field_key: email
          label: Mail
          type: email
          order: 1
      - model: authentik_policies_expression.expressionpolicy
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a04
        attrs:
          name: exported-check
          expression: |
            return True
      - model: authentik_stages_prompt.promptstage
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a05
          name: exported-prompts
        attrs:
          fields:
            - 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a03
            - 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a02
          validation_policies:
            - 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a04
      - model: authentik_flows.flowstagebinding
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a06
          target: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01
          stage: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a05
          order: 10
        attrs:
          evaluate_on_plan: false
          re_evaluate_policies: true
          policy_engine_mode: any
          invalid_response_action: retry
      - model: authentik_policies.policybinding
        identifiers:
          pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a07
          policy: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a04
          target: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a06
          order: 0
        attrs:
          enabled: true
          timeout: 30
    """

  @Test func anExportAppliesToAnEmptyServerAndIsThenDone() async throws {
    try await Workspace.with { workspace in
      let plan = try await workspace.plan(Self.export)
      let warnings = (plan["diagnostics"]?.list ?? []).filter { $0["severity"] == "warning" }
      let natural = warnings.filter {
        $0["message"]?.string?.contains("flowform finds the object by `name`") == true
      }
      #expect(natural.count == 3, "\(warnings)")
      #expect(try await workspace.apply(Self.export).count == 7)
      let prompts = try await workspace.objects("/stages/prompt/prompts/").compactMap { $0["pk"]?.string }
      let stage = try await workspace.objects("/stages/prompt/stages/").first
      #expect(Set(stage?["fields"]?.list?.compactMap(\.string) ?? []) == Set(prompts))
      let binding = try await workspace.objects("/flows/bindings/").first
      #expect(binding?["target"] == (try await workspace.flow("exported"))["pk"])
      #expect(binding?["stage"] == stage?["pk"])
      let policyBinding = try await workspace.objects("/policies/bindings/").first
      #expect(policyBinding?["target"] == binding?["pk"])
      try await workspace.expectSettled()
    }
  }

  @Test func aPrimaryKeyAloneIsAnErrorWhereNothingElseNamesTheObject() async throws {
    try await Workspace.with { workspace in
      let refusal = try await workspace.refusal(
        """
        version: 1
        entries:
          - model: authentik_stages_prompt.prompt
            identifiers: {pk: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a02}
            attrs: {field_key: name, label: Name, type: text}
        """)
      #expect(refusal.contains("primary key"))
      #expect(refusal.contains("`name`"))
    }
  }
}
