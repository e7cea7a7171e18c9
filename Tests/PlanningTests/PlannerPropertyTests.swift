import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@Suite struct PlannerPropertyTests {
  @Test func anObjectThatEqualsItsEntryIsUnchangedWhateverTheOrderOfKeys() throws {
    var random = RandomSource(seed: 11)
    for round in 0..<200 {
      let object = World.flow("a", pk: "1", ["layout": "sidebar_left", "compatibility_mode": true])
      let keys = ["name", "title", "designation", "layout", "compatibility_mode", "denied_action"].shuffled(
        using: &random)
      let fields = keys.map { "\($0): \(object[$0]?.string ?? JSONWriter.write(object[$0] ?? nil))" }
      let entry =
        "- {model: authentik_flows.flow, identifiers: {slug: a}, attrs: {\(fields.joined(separator: ", "))}}\n"
      let pairs = (object.map ?? [:]).shuffled(using: &random).map { ($0.key, $0.value) }
      var world = World(entry, live: [.map(ValueMap(pairs) { $1 })])
      world.record("a", pk: "1")
      #expect(try world.plan().outline == ["unchanged slug=a pk 1 created"], "round \(round)")
    }
  }

  @Test func aPlanThatWasAppliedLeavesNothingToDo() throws {
    var random = RandomSource(seed: 42)
    var counts: [Action: Int] = [:]
    for round in 0..<1000 {
      var world = Self.randomWorld(&random)
      let plan = try world.plan()
      guard !plan.diagnostics.hasErrors else {
        Issue.record("round \(round): \(plan.outline)")
        continue
      }
      for change in plan.changes { counts[change.action, default: 0] += 1 }
      world.apply(plan)
      let again = try world.plan()
      #expect(
        again.changes.allSatisfy { $0.action == .unchanged || $0.action == .skip },
        "round \(round): \(plan.outline) then \(again.outline)")
      #expect(again.leftovers.isEmpty || !world.prunes)
    }
    // Every action occurred.
    #expect(Set(counts.keys) == Set(Action.allCases))
  }

  /// Flows `f0` … `f5`: described, live and recorded at random, in any state.
  private static func randomWorld(_ random: inout RandomSource) -> World {
    var world = World("")
    for number in (0..<6).shuffled(using: &random) {
      let slug = "f\(number)"
      let titles = ["T", "U", "V"]
      let isLive = Bool.random(using: &random)
      let isRecorded = isLive && Bool.random(using: &random)
      // Renamed outside, if the state can recognize it.
      let isRenamed = isRecorded && Int.random(in: 0..<5, using: &random) == 0
      if isLive {
        world.live.append(
          World.flow(
            isRenamed ? slug + "-renamed" : slug, pk: "pk\(number)",
            title: titles.randomElement(using: &random) ?? "T"))
      }
      let isDescribed = Int.random(in: 0..<5, using: &random) > 0
      if isRecorded {
        world.record(
          slug, pk: "pk\(number)", title: titles.randomElement(using: &random) ?? "T",
          origin: isDescribed && Bool.random(using: &random) ? .adopted : .created, id: "id\(number)")
      }
      guard isDescribed else { continue }
      let states = ["present", "present", "created", "absent", isLive ? "present" : "must_created"]
      let state = states.randomElement(using: &random) ?? "present"
      let isEnabled = Int.random(in: 0..<6, using: &random) > 0
      world.blueprint += World.entry(
        slug, title: titles.randomElement(using: &random) ?? "T",
        ", id: id\(number), state: \(state), conditions: [\(isEnabled)]")
    }
    world.prunes = true
    return world
  }
}

extension World {
  /// Applies a plan, like a server and a state file.
  mutating func apply(_ plan: Plan) {
    for change in plan.changes {
      let position = live.firstIndex { $0["pk"] == change.primaryKey }
      if let previous = change.previousAddress { records[previous] = nil }
      var key = change.primaryKey ?? nil
      switch change.action {
      case .create:
        key = .string("new-\(change.address)")
        live.append(.map(change.values.merging(["pk": key]) { $1 }))
      case .update:
        guard let position, case .map(var object) = live[position] else { continue }
        for field in change.fields { object[field.path.description] = field.after }
        live[position] = .map(object)
      case .delete:
        if let position { live.remove(at: position) }
        records[change.address] = nil
        continue
      case .adopt, .unchanged: break
      case .skip: continue
      }
      guard !key.isNull else { continue }
      records[change.address] = ResourceRecord(
        kind: World.model, primaryKey: key, origin: change.origin, source: file, entryID: change.entryID,
        identifiers: change.identifiers, applied: change.values)
    }
  }
}
