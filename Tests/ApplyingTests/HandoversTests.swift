import Catalog
import Model
import Planning
import TestSupport
import Testing

@testable import Applying

struct HandoversTests {
  private static let catalog = Result { try EmbeddedCatalog.v2026_5_rc1.shared() }

  private func change(
    _ model: String, _ name: String, _ field: String, from before: Value, to after: Value,
    _ action: Action = .update
  ) -> PlannedChange {
    var change = PlannedChange(
      address: ResourceAddress(model: model, identifiers: [("name", .string(name))]), action: action)
    change.fields = [FieldChange(path: FieldPath(field), before: before, after: after)]
    return change
  }

  private func brand(_ name: String, from before: Value, to after: Value) -> PlannedChange {
    change("authentik_brands.brand", name, "default", from: before, to: after)
  }

  private func givers(_ changes: [PlannedChange]) throws -> [Int: Set<Int>] {
    Handovers(changes, try Self.catalog.get()).givers
  }

  @Test func whatTakesASingleFieldWaitsForWhatGivesItUp() throws {
    let changes = [brand("new", from: false, to: true), brand("old", from: true, to: false)]
    #expect(try givers(changes) == [0: [1]])
    #expect(try givers(changes.reversed()) == [1: [0]])
  }

  @Test func aCreateWaitsToo() throws {
    let new = change("authentik_brands.brand", "new", "default", from: .null, to: true, .create)
    #expect(try givers([new, brand("old", from: true, to: false)]) == [0: [1]])
  }

  @Test func whatTakesAUniqueValueWaitsForThatValue() throws {
    let application = "authentik_core.application"
    let changes = [
      change(application, "a", "slug", from: "x", to: "y"),
      change(application, "b", "slug", from: "y", to: "z"),
      change(application, "c", "slug", from: "u", to: "v"),
      change("authentik_flows.flow", "d", "slug", from: "v", to: "x"),
    ]
    #expect(try givers(changes) == [0: [1]])
  }

  /// The server takes a deleted object out of the lists of others, also while those are changed.
  @Test func aDeleteWaitsForWhatGivesUpItsObject() throws {
    var prompt = change("authentik_stages_prompt.prompt", "a", "label", from: "x", to: .null, .delete)
    prompt.primaryKey = "11"
    var user = change("authentik_core.user", "a", "name", from: "x", to: .null, .delete)
    user.primaryKey = 7
    let stage = change(
      "authentik_stages_prompt.promptstage", "b", "fields", from: ["10", "11"], to: ["10"])
    let group = change("authentik_core.group", "c", "users", from: [7], to: [])
    let other = change("authentik_core.group", "d", "users", from: [8], to: [])
    let provider = change("authentik_core.application", "e", "provider", from: 7, to: .null)
    #expect(try givers([prompt, user, stage, group, other, provider]) == [0: [2], 1: [3]])
  }

  /// An update may need a delete, when a blueprint applies another one. They do not wait for each other.
  @Test func aDeleteDoesNotWaitForWhatNeedsIt() throws {
    var prompt = change("authentik_stages_prompt.prompt", "a", "label", from: "x", to: .null, .delete)
    prompt.primaryKey = "11"
    var stage = change(
      "authentik_stages_prompt.promptstage", "b", "fields", from: ["10", "11"], to: ["10"])
    stage.dependencies = [prompt.address]
    #expect(try givers([prompt, stage]).isEmpty)
  }

  @Test func whatAnyNumberOfObjectsMayHaveIsNotWaitedFor() throws {
    let flow = "authentik_flows.flow"
    #expect(
      try givers([
        change(flow, "a", "title", from: "x", to: "y"), change(flow, "b", "title", from: "y", to: "x"),
      ]).isEmpty)
    #expect(try givers([brand("a", from: true, to: false), brand("b", from: true, to: false)]).isEmpty)
  }

  @Test func aSwapDoesNotWaitForItself() throws {
    let application = "authentik_core.application"
    let changes = [
      change(application, "a", "slug", from: "x", to: "y"),
      change(application, "b", "slug", from: "y", to: "x"),
    ]
    #expect(try givers(changes) == [0: [1]])
  }

  @Test func whatTheGiverNeedsDoesNotWaitForIt() throws {
    var old = brand("old", from: true, to: false)
    let new = brand("new", from: false, to: true)
    old.dependencies = [new.address]
    #expect(try givers([new, old]).isEmpty)
  }
}
