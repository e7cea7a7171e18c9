import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// The live object that an entry means, and unclear cases.
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
      // The state now knows which of them is meant, and keeps to it.
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
      // Without another default brand, it is drift.
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
      _ = try await workspace.add(
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
        #expect(apply.error.contains("application[name=Theirs,slug=mine] has it"), "\(apply.error)")
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
      // The server accepts either key of a flow and returns this one.
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

  // MARK: - Another database

  private static let robot = """
    version: 1
    entries:
      - model: authentik_core.user
        id: robot
        identifiers: {username: case-robot}
        attrs: {name: Robot, type: service_account, path: services, password: !Env ROBOT_PASSWORD}
      - model: authentik_core.group
        identifiers: {name: case-robots}
        attrs: {users: [!KeyOf robot]}
      - model: authentik_core.user
        identifiers: {username: case-retired}
        attrs: {name: Retired}
    """

  private static func users(_ workspace: Workspace) async throws -> [Int: String] {
    let users = try await workspace.objects("/core/users/")
    return Dictionary(
      users.compactMap { user in
        guard let key = user["pk"]?.integer, let name = user["username"]?.string else { return nil }
        return (key, name)
      }, uniquingKeysWith: { $1 })
  }

  /// Servers count from 1: on a new database, the numbers in the state belong to other people.
  @Test func anOldStateLeavesThePeopleOfANewDatabaseAlone() async throws {
    let (state, keys) = try await Workspace.with { workspace in
      try workspace.write(Self.robot)
      var flowform = workspace.flowform
      flowform.variables["ROBOT_PASSWORD"] = "first"
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let users = try await Self.users(workspace).filter { $0.value.hasPrefix("case-") }
      return (try workspace.read("flowform.state.json"), users.keys.sorted())
    }
    try await Workspace.with { workspace in
      var people: [Value] = []
      for name in ["carol", "dave", "erin"] {
        people.append(
          try await workspace.add(
            ["username": .string(name), "name": .string(name.uppercased()), "path": "users"],
            to: "/core/users/"))
      }
      #expect(Set(keys).isSubset(of: people.compactMap { $0["pk"]?.integer }), "the numbers collide")
      try workspace.write(state, to: "flowform.state.json")
      // One of them is no longer described, so a run with --prune would delete it.
      let end = Self.robot.range(
        of: "  - model: authentik_core.user\n    identifiers: {username: case-retired}")
      try workspace.write(String(Self.robot[..<(try #require(end).lowerBound)]))
      var flowform = workspace.flowform
      flowform.variables["ROBOT_PASSWORD"] = "second"
      let drift = try await flowform("drift", "--format", "json")
      let found = try JSONReader.read(drift.output)["changes"]?.list ?? []
      #expect(found.allSatisfy { $0["action"] == "create" }, "\(drift.output)")
      workspace.sandbox.requests.reset()
      let apply = try await flowform("apply", "--yes", "--prune")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.error.contains("2 objects of the state are not on the server any more"), "\(apply.error)")
      for key in people.compactMap({ $0["pk"]?.integer }) {
        #expect(!workspace.writes.contains { $0.contains("/core/users/\(key)/") }, "\(workspace.writes)")
      }
      for person in people {
        let now = try await workspace.objects("/core/users/?username=\(person["username"]?.string ?? "")")
          .first
        #expect(now?["name"] == person["name"] && now?["pk"] == person["pk"])
      }
      let made = try await Self.users(workspace).first { $0.value == "case-robot" }?.key
      let group = try await workspace.objects("/core/groups/?name=case-robots").first
      #expect(group?["users"] == .list(made.map { [.integer($0)] } ?? []))
      let resources = try workspace.json()["resources"]
      #expect(resources?["authentik_core.user[username=case-robot]"]?["pk"] == made.map(Value.integer))
      #expect(resources?["authentik_core.user[username=case-retired]"] == nil)
      workspace.sandbox.requests.reset()
      #expect(try await flowform("apply", "--yes", "--prune").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  /// Other recorded values, besides the number, show that it is the same user.
  @Test func aUserRenamedOutsideIsPatchedBackAsDrift() async throws {
    try await Workspace.with { workspace in
      let blueprint = """
        version: 1
        entries:
          - model: authentik_core.user
            id: robot
            identifiers: {username: case-robot}
            attrs: {name: Robot}
        """
      try await workspace.apply(blueprint)
      let key = try await workspace.objects("/core/users/?username=case-robot").first?["pk"]?.integer ?? 0
      try await workspace.change("/core/users/\(key)/", ["username": "case-elsewhere"])
      #expect(try await workspace.apply(blueprint) == ["PATCH /api/v3/core/users/\(key)/"])
      try await workspace.expectSettled()
      let renamed = blueprint.replacing("case-robot", with: "case-machine")
      #expect(try await workspace.apply(renamed) == ["PATCH /api/v3/core/users/\(key)/"])
      try await workspace.expectSettled()
      let move = try await workspace.flowform(
        "state", "move", "authentik_core.user[username=case-machine]",
        "authentik_core.user[username=case-mover]")
      #expect(move.status == 0, "\(move.error)")
      let moved = blueprint.replacing("case-robot", with: "case-mover").replacing("    id: robot\n", with: "")
      #expect(try await workspace.apply(moved) == ["PATCH /api/v3/core/users/\(key)/"])
      try await workspace.expectSettled()
    }
  }
}
