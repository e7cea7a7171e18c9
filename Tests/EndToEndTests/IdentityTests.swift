import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// Which live object an entry means, and what happens where that is not clear.
struct IdentityTests {
  private static let denyStage = """
    version: 1
    entries:
      - model: authentik_stages_deny.denystage
        identifiers: {name: stop}
        attrs: {deny_message: Stop here}
    """

  @Test func severalThatMatchAreNamed() async throws {
    try await Workspace.with { workspace in
      let prompt: ValueMap = ["field_key": "email", "label": "E-mail", "type": "email"]
      var keys: [String] = []
      for name in ["first", "second"] {
        let body = prompt.merging(["name": .string(name)]) { $1 }
        let made = try await workspace.add(.map(body), to: "/stages/prompt/prompts/")
        keys.append(made["pk"]?.string ?? "")
      }
      let blueprint = """
        version: 1
        entries:
          - model: authentik_stages_prompt.prompt
            identifiers: {field_key: email}
            attrs: {name: first, label: Mail, type: email}
        """
      let refusal = try await workspace.refusal(blueprint)
      #expect(keys.allSatisfy { refusal.contains($0) }, "\(refusal)")
      let clear = blueprint.replacing("{field_key: email}", with: "{field_key: email, name: first}")
      #expect(try await workspace.apply(clear) == ["PATCH /api/v3/stages/prompt/prompts/\(keys[0])/"])
      try await workspace.expectSettled()
      // The state knows which of them is meant by now, and its object stays the one.
      _ = try await workspace.change("/stages/prompt/prompts/\(keys[1])/", ["name": "third"])
      try await workspace.expectSettled()
    }
  }

  @Test func aStageRenamedOutsideIsPatchedBackAsDrift() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.denyStage)
      let key = try await workspace.objects("/stages/deny/").first?["pk"]?.string ?? ""
      try await workspace.change("/stages/deny/\(key)/", ["name": "elsewhere"])
      let change = try await workspace.plan(Self.denyStage)["changes"]?.list?.first
      #expect(change?["action"] == "update")
      let field = change?["fields"]?.list?.first
      #expect(field?["path"] == "name")
      #expect(field?["before"] == "elsewhere")
      #expect(field?["drift"] == true)
      #expect(try await workspace.apply(Self.denyStage) == ["PATCH /api/v3/stages/deny/\(key)/"])
      #expect(try await workspace.objects("/stages/deny/").count == 1)
      try await workspace.expectSettled()
    }
  }

  @Test func aNameOnOneAndTheRecordedKeyOnAnotherNamesBoth() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.denyStage)
      let mine = try await workspace.objects("/stages/deny/").first?["pk"]?.string ?? ""
      try await workspace.change("/stages/deny/\(mine)/", ["name": "elsewhere"])
      let other = try await workspace.add(["name": "stop", "deny_message": "Stop here"], to: "/stages/deny/")
      let refusal = try await workspace.refusal(Self.denyStage)
      #expect(refusal.contains(mine))
      #expect(refusal.contains(other["pk"]?.string ?? "?"))
    }
  }

  @Test func aBrandWhoseDefaultWasMovedByHandNamesBoth() async throws {
    try await Workspace.with { workspace in
      let blueprint = """
        version: 1
        entries:
          - model: authentik_brands.brand
            identifiers: {default: true}
            attrs: {domain: first.example.com}
        """
      try await workspace.apply(blueprint)
      try await workspace.expectSettled()
      let mine = try await workspace.objects("/core/brands/").first?["brand_uuid"]?.string ?? ""
      try await workspace.change("/core/brands/\(mine)/", ["default": false])
      // With no other one it is drift.
      #expect(try await workspace.apply(blueprint) == ["PATCH /api/v3/core/brands/\(mine)/"])
      try await workspace.change("/core/brands/\(mine)/", ["default": false])
      let other = try await workspace.add(
        ["domain": "second.example.com", "default": true], to: "/core/brands/")
      let refusal = try await workspace.refusal(blueprint)
      #expect(refusal.contains(mine))
      #expect(refusal.contains(other["brand_uuid"]?.string ?? "?"))
    }
  }

  private static func bound(order: Int, isBound: Bool = true) -> String {
    """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: bound}
        attrs: {name: Bound, title: T, designation: authentication}
      - model: authentik_stages_deny.denystage
        id: stage
        identifiers: {name: stop}
      - model: authentik_flows.flowstagebinding
        id: binding
        identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: \(order)}
    """
  }

  @Test func aBindingWhoseOrderIsEditedIsNotBoundTwice() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.bound(order: 10))
      let key = try await workspace.objects("/flows/bindings/").first?["pk"]?.string ?? ""
      #expect(
        try await workspace.apply(Self.bound(order: 20)) == ["PATCH /api/v3/flows/bindings/\(key)/"])
      let bindings = try await workspace.objects("/flows/bindings/")
      #expect(bindings.map { $0["order"] } == [20])
      #expect(try workspace.json()["resources"]?.map?.count == 3)
      try await workspace.expectSettled()
    }
  }

  @Test func whatVanishedIsDeletedOnlyWhenPruningAndBindingsFirst() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.bound(order: 0))
      let nothing = "version: 1\nentries: []\n"
      #expect(try await workspace.apply(nothing).isEmpty)
      let plan = try await workspace.flowform("plan")
      for name in ["flow[slug=bound]", "denystage[name=stop]", "flowstagebinding["] {
        #expect(plan.output.contains(name), "\(plan.output)")
      }
      let writes = try await workspace.apply(nothing, "--prune")
      #expect(writes.count == 3)
      #expect(writes.first?.hasPrefix("DELETE /api/v3/flows/bindings/") == true, "\(writes)")
      #expect(try workspace.json()["resources"]?.map?.isEmpty == true)
      try await workspace.expectSettled()
    }
  }

  @Test func aCreateThatIsThereAlreadyNamesItsHolderAndIsNotRepeated() async throws {
    try await Workspace.with { workspace in
      let made = try await workspace.add(
        ["name": "Theirs", "slug": "mine", "icon": ""], to: "/core/applications/")
      try workspace.write(
        """
        version: 1
        entries:
          - model: authentik_core.application
            identifiers: {slug: mine, name: Mine}
        """)
      for _ in 0..<2 {
        workspace.sandbox.requests.reset()
        let apply = try await workspace.flowform("apply", "--yes")
        #expect(apply.status == 1)
        #expect((apply.output + apply.error).contains(made["pk"]?.string ?? "?"), "\(apply.error)")
        #expect(workspace.writes == ["POST /api/v3/core/applications/"])
      }
      #expect(try await workspace.objects("/core/applications/").map { $0["name"] } == ["Theirs"])
    }
  }

  @Test func anAbsentEntryWithAnUnknownIdentifierIsAnError() async throws {
    try await Workspace.with { workspace in
      let refusal = try await workspace.refusal(
        """
        version: 1
        entries:
          - model: authentik_core.group
            state: absent
            identifiers: {nam: Staff}
        """)
      #expect(refusal.contains("`nam`"))
      #expect(refusal.contains("`name`"))
    }
  }

  private static func policies(_ target: String) -> String {
    """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: guarded}
        attrs: {name: Guarded, title: T, designation: authentication}
      - model: authentik_policies_expression.expressionpolicy
        id: one
        identifiers: {name: one}
        attrs: {expression: return True}
      - model: authentik_policies_expression.expressionpolicy
        id: two
        identifiers: {name: two}
        attrs: {expression: return True}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf flow, policy: !KeyOf one, order: 0}
      - model: authentik_policies.policybinding
        identifiers: {target: \(target), policy: !KeyOf two, order: 1}
    """
  }

  @Test func aFlowByKeyOfAndByFindIsTheSameTarget() async throws {
    try await Workspace.with { workspace in
      let found = "!Find [authentik_flows.flow, [slug, guarded]]"
      try await workspace.apply(Self.policies(found))
      let flow = try await workspace.flow("guarded")
      let targets = try await workspace.objects("/policies/bindings/").map { $0["target"] }
      // The server takes either key of a flow and answers this one.
      #expect(targets == [flow["pk"], flow["pk"]])
      try await workspace.expectSettled()
      #expect(try await workspace.apply(Self.policies("!KeyOf flow")).isEmpty)
      try await workspace.expectSettled()
    }
  }

  @Test func twoEntriesForOneObjectBecomeOne() async throws {
    let blueprint = """
      version: 1
      entries:
        - model: authentik_core.group
          identifiers: {name: staff}
          attrs: {is_superuser: true, attributes: {floor: 1}}
        - model: authentik_core.group
          identifiers: {name: staff}
          attrs: {attributes: {floor: 2}}
      """
    try await Workspace.with { workspace in
      let strict = try await workspace.refusal(blueprint, "--strict")
      #expect(strict.contains("flows.yaml:3:5"), "\(strict)")
      #expect(strict.contains("flows.yaml:6:5"), "\(strict)")
      #expect(try await workspace.apply(blueprint) == ["POST /api/v3/core/groups/"])
      let group = try await workspace.objects("/core/groups/").first { $0["name"] == "staff" }
      #expect(group?["is_superuser"] == true)
      #expect(group?["attributes"] == ["floor": 2])
      try await workspace.expectSettled()
      let contrary = blueprint.replacing("attrs: {attributes: {floor: 2}}", with: "state: absent")
      #expect(try await workspace.refusal(contrary).contains("keep one"))
    }
  }
}
