import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@Suite struct PlanDocumentTests {
  /// A plan with each action.
  static func plan() throws -> Plan {
    var world = World(
      World.entry("made") + World.entry("kept", title: "N") + World.entry("mine")
        + World.entry("gone", title: "T", ", state: absent")
        + World.entry("same") + World.entry("off", title: "T", ", conditions: [no]"),
      live: [
        World.flow("kept", pk: "1", title: "O"), World.flow("mine", pk: "2"), World.flow("gone", pk: "3"),
        World.flow("same", pk: "4"), World.flow("left", pk: "5"),
      ])
    world.record("kept", pk: "1", title: "N")
    world.record("same", pk: "4", id: "same")
    world.record("left", pk: "5")
    world.digestsUnchanged = true
    var plan = try world.plan()
    plan.diagnostics.append(.warning("look", at: Model.SourceLocation(file: "b.yaml", line: 9, column: 7)))
    plan.diagnostics.append(.note("no place", at: nil))
    plan.basis = PlanBasis(
      toolVersion: "0.1.0", serverVersion: "2026.5.0", url: "https://a.example", lineage: "abc", serial: 3,
      files: ["b.yaml": "f00d"], variables: ["HOME": "beef"])
    return plan
  }

  @Test func isWhatTheContractSays() throws {
    Snapshot.expect(JSONWriter.write(PlanDocument.value(of: try Self.plan()), style: .pretty) + "\n", "plan")
  }

  @Test func savesWhatAnApplyNeeds() throws {
    Snapshot.expect(
      JSONWriter.write(PlanDocument.value(of: try Self.plan(), complete: true), style: .pretty) + "\n",
      "saved")
  }

  @Test func neverHoldsASecret() throws {
    let address = try #require(ResourceAddress("app.model[name=a]"))
    var plan = Plan(changes: [])
    for action in [Action.create, .update, .unchanged, .adopt] {
      var change = PlannedChange(address: address, action: action)
      change.values = ["name": "a", "token": "hunter2", "key": "hunter2"]
      change.identifiers = ["name": "a", "token": "hunter2"]
      change.secretFields = ["token", "key"]
      if action.isWrite {
        change.fields = [
          FieldChange(
            path: FieldPath("token"), before: action == .create ? nil : "hunter1", after: "hunter2",
            isSecret: true)
        ]
      }
      plan.changes.append(change)
    }
    plan.basis = try Self.plan().basis
    let text = JSONWriter.write(PlanDocument.value(of: plan, complete: true))
    #expect(!text.contains("hunter"))
    #expect(text.contains(#"{"path":"token","before":{"secret":true},"after":{"secret":true}}"#))
    #expect(text.contains(#"{"path":"token","before":null,"after":{"secret":true}}"#))
    // The reader of the saved plan still knows that it is a secret.
    let read = try SavedPlan.read(Array(text.utf8)).plan
    #expect(read.changes.flatMap(\.fields).map(\.isSecret) == [true, true])
  }
}
