import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport

/// A set of blueprints, a server and a state, as the input of a plan.
struct World {
  static let model = "authentik_flows.flow"

  var blueprint: String
  var live: [Value] = []
  var records: [ResourceAddress: ResourceRecord] = [:]
  /// The results of probes, by slug. If they are set, they replace the live objects.
  var verdicts: [String: LiveObjects.Verdict]?
  var intended: Set<String> = []
  var uncertain: Set<String> = []
  var digestsUnchanged = false
  var prunes = false
  var file = "b.yaml"
  /// What `!Env` reads.
  var variables: [String: String] = [:]

  init(_ blueprint: String, live: [Value] = []) {
    self.blueprint = blueprint
    self.live = live
  }

  static func flow(_ slug: String, pk: String, title: String = "T", _ more: ValueMap = [:]) -> Value {
    let flow: ValueMap = [
      "pk": .string(pk), "policybindingmodel_ptr_id": .string(pk + "-pbm"), "name": .string(slug),
      "slug": .string(slug), "title": .string(title), "designation": "authentication", "background": "",
      "stages": [], "cache_count": 3, "policy_engine_mode": "any", "compatibility_mode": false,
      "layout": "stacked", "denied_action": "message_continue", "authentication": "none",
    ]
    return .map(flow.merging(more) { $1 })
  }

  static func entry(_ slug: String, title: String = "T", _ more: String = "") -> String {
    "- {model: \(model), identifiers: {slug: \(slug)}, attrs: {name: \(slug), title: \(title), designation: authentication}\(more)}\n"
  }

  mutating func record(
    _ slug: String, pk: String, title: String = "T", origin: ResourceRecord.Origin = .created,
    id: String? = nil,
    source: String = "b.yaml"
  ) {
    records[.flow(slug)] = ResourceRecord(
      kind: Self.model, primaryKey: .string(pk), origin: origin, source: source, entryID: id,
      identifiers: ["slug": .string(slug)],
      applied: [
        "name": .string(slug), "slug": .string(slug), "title": .string(title),
        "designation": "authentication",
      ])
  }

  func plan() throws -> Plan {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let source = SourceText(file: file, bytes: Array(("entries:\n" + blueprint).utf8))
    let desired = DesiredSet(
      [BlueprintFiles.File(source: source, isNamed: true)], catalog: catalog,
      options: DesiredSet.Options(environment: EnvironmentAccess(variables: variables)))
    let found: LiveObjects =
      verdicts.map { verdicts in
        .verdicts(Dictionary(uniqueKeysWithValues: verdicts.map { (.flow($0.key), $0.value) }))
      } ?? .objects(live)
    var input = PlanInput(
      entries: desired.entries, catalog: catalog, liveObjects: [Self.model: found])
    input.records = records
    input.intendedCreates = Set(intended.map { .flow($0) })
    input.uncertainCreates = Set(uncertain.map { .flow($0) })
    input.prunes = prunes
    input.digestsUnchanged = digestsUnchanged
    input.sources = [file]
    var plan = Planner.plan(input)
    plan.diagnostics = desired.diagnostics.filter { $0.severity == .error } + plan.diagnostics
    return plan
  }
}

extension Plan {
  /// One line for each change, leftover and diagnostic, such as `update slug=a title: "T" -> "U" (drift)`.
  var outline: [String] {
    changes.map { change in
      let address = change.address.description.replacing("authentik_flows.flow[", with: "").dropLast()
      var line = "\(change.action.rawValue) \(address)"
      if change.action != .create {
        for field in change.fields {
          let drift = field.isDrift ? " (drift)" : ""
          line +=
            " \(field.path): \(JSONWriter.write(field.before)) -> \(JSONWriter.write(field.after))\(drift)"
        }
      }
      if let reason = change.reason { line += " (\(reason))" }
      if let key = change.primaryKey?.string { line += " pk \(key)" }
      if let previous = change.previousAddress { line += " was \(previous)" }
      if change.action != .skip, change.primaryKey != nil { line += " \(change.origin.rawValue)" }
      return line
    } + leftovers.map { "left over \($0.address)" } + vanished.map { "vanished \($0)" }
      + diagnostics.map { "\($0.severity.rawValue) \($0.location.map { "\($0.line) " } ?? "")\($0.message)" }
  }
}
