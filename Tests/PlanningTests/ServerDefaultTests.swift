import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// A create knows which of its fields have the value that the server would set by itself.
struct ServerDefaultTests {
  private static func defaults(_ plan: Plan) -> [String] {
    plan.changes.flatMap(\.fields).filter(\.isServerDefault).map(\.fieldName)
  }

  private static func entry(_ identifiers: String, _ attrs: String) -> String {
    "- {model: \(World.model), identifiers: {\(identifiers)}, attrs: {\(attrs)}}\n"
  }

  private static let required = "name: a, title: T, designation: authentication"

  @Test(arguments: [
    ("slug: a", "layout: stacked, denied_action: message_continue", ["layout", "denied_action"]),
    ("slug: a", "compatibility_mode: false, background: ''", ["compatibility_mode", "background"]),
    ("slug: a", "layout: sidebar_left, compatibility_mode: true", []),
    // The server reads these as the default.
    ("slug: a", "compatibility_mode: 'false'", ["compatibility_mode"]),
    ("slug: a, layout: stacked", "denied_action: message_continue", ["denied_action"]),
  ])
  func areTheFieldsThatACreateCouldLeaveOut(_ identifiers: String, _ attrs: String, _ names: [String]) throws
  {
    let plan = try World(Self.entry(identifiers, "\(Self.required), \(attrs)")).plan()
    #expect(plan.changes.map(\.action) == [.create], "\(plan.outline)")
    #expect(Self.defaults(plan) == names)
    #expect(Self.defaults(try saved(plan)) == names)
  }

  /// What an update sets is a change, whatever the value.
  @Test func anUpdateHasNone() throws {
    let live = World.flow("a", pk: "1", ["layout": "sidebar_left"])
    let plan = try World(Self.entry("slug: a", "\(Self.required), layout: stacked"), live: [live]).plan()
    #expect(plan.changes.map(\.action) == [.update] && plan.changes[0].changedFields == ["layout"])
    #expect(Self.defaults(plan).isEmpty)
  }

  /// Otherwise a reader would know the secret.
  @Test func aHiddenValueIsNone() throws {
    let text = Self.entry("slug: a", "\(Self.required), layout: !Env LAYOUT")
    var world = World(text)
    world.variables = ["LAYOUT": "stacked"]
    let plan = try world.plan()
    #expect(plan.changes[0].changedFields.contains("layout"), "\(plan.outline)")
    #expect(Self.defaults(plan).isEmpty)
  }

  private func saved(_ plan: Plan) throws -> Plan {
    var plan = plan
    plan.basis = try PlanDocumentTests.plan().basis
    let document = PlanDocument.value(of: SavedPlan(plan))
    return try SavedPlan.read(Array(JSONWriter.write(document).utf8)).plan
  }
}
