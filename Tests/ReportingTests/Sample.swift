import Model
import OrderedCollections
import Planning
import Reporting
import TestSupport

/// Plans and events for the tests of this target.
enum Sample {
  /// A text that would control a terminal if it were printed as it is.
  static let hostile = "\u{1B}[2J\u{9B}31m\u{202E}\u{7}\r\nx"

  static func change(_ slug: String, _ action: Action, line: Int? = nil) -> PlannedChange {
    var change = PlannedChange(address: .flow(slug), action: action)
    change.source = line.map { Model.SourceLocation(file: "blueprints/login.yaml", line: $0, column: 3) }
    return change
  }

  static var plan: Plan {
    var create = change("new", .create, line: 4)
    create.fields = [
      FieldChange(path: FieldPath("title"), before: nil, after: "Welcome"),
      FieldChange(path: FieldPath("compatibility_mode"), before: nil, after: true),
      FieldChange(path: FieldPath("secret"), before: nil, after: "hunter2", isSecret: true),
    ]
    var stacked = FieldChange(path: FieldPath("layout"), before: nil, after: "stacked")
    stacked.isServerDefault = true
    create.fields.append(stacked)
    var update = change("old", .update, line: 9)
    update.previousAddress = .flow("older")
    update.fields = [
      FieldChange(path: FieldPath("title"), before: "A", after: "B", isDrift: true),
      FieldChange(path: FieldPath("name"), before: "C", after: .string(String(repeating: "n", count: 300))),
      FieldChange(path: FieldPath("secret"), before: "hunter1", after: "hunter2", isSecret: true),
    ]
    var delete = change("gone", .delete)
    delete.reason = "no entry describes it any more"
    delete.cascades = [
      PlannedChange.Cascade(model: "authentik_flows.flowstagebinding", name: "bound", primaryKey: "9")
    ]
    var skip = change("hidden", .skip, line: 20)
    skip.reason = "unreadable"
    var plan = Plan(changes: [
      create, update, change("mine", .adopt, line: 12), change("same", .unchanged, line: 15), skip, delete,
    ])
    plan.leftovers = ["gone", "kept"].map { Plan.Leftover(address: .flow($0), source: "login.yaml") }
    plan.diagnostics = [.warning("look here", at: nil)]
    return plan
  }

  static var hostilePlan: Plan {
    var update = change(hostile, .update)
    update.source = Model.SourceLocation(file: hostile, line: 1, column: 1)
    update.reason = hostile
    update.previousAddress = .flow(hostile)
    update.fields = [
      FieldChange(path: FieldPath(hostile), before: .string(hostile), after: [.string(hostile)])
    ]
    update.cascades = [PlannedChange.Cascade(model: hostile, name: hostile, primaryKey: .string(hostile))]
    var plan = Plan(changes: [update])
    plan.leftovers = [Plan.Leftover(address: .flow(hostile), source: hostile)]
    plan.diagnostics = [.error(hostile, at: Model.SourceLocation(file: hostile, line: 1, column: 1))]
    return plan
  }

  private static let place = Model.SourceLocation(file: "blueprints/x.yaml", line: 12, column: 7)

  static let events: [ApplyEvent] = [
    .started(.flow("a"), .create), .finished(.flow("a"), .create, primaryKey: "1"),
    .finished(.flow("b"), .update, primaryKey: "2"), .finished(.flow("c"), .delete, primaryKey: nil),
    .finished(.flow("d"), .adopt, primaryKey: "4"), .finished(.flow("e"), .unchanged, primaryKey: "5"),
    .finished(.flow("f"), .skip, primaryKey: nil),
    .failed(.flow("g"), .create, reason: "refused", at: nil),
    .failed(.flow("i"), .update, reason: "refused", at: place),
    .abandoned(.flow("h"), .update, reason: "g failed", at: nil),
    .abandoned(.flow("j"), .update, reason: "g failed", at: place), .undone(.flow("a"), .create),
    .notUndone(
      .flow("c"), .delete, reason: "without `key`, which cannot be read", at: nil),
    .notUndone(
      .flow("k"), .delete, reason: "without `key`, which cannot be read", at: place),
    .note("the lock was taken over"),
  ]

  private static let hostilePlace = Model.SourceLocation(file: hostile, line: 1, column: 1)

  static let hostileEvents: [ApplyEvent] = [
    .finished(.flow(hostile), .create, primaryKey: .string(hostile)), .note(hostile),
    .failed(.flow(hostile), .create, reason: hostile, at: hostilePlace),
    .abandoned(.flow(hostile), .update, reason: hostile, at: hostilePlace),
    .undone(.flow(hostile), .create),
    .notUndone(.flow(hostile), .delete, reason: hostile, at: hostilePlace),
  ]

  static let context = PlanContext(
    server: "https://a.example", serverVersion: "2026.5.0", skippedFiles: ["x.yaml"])
}
