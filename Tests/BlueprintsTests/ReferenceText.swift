import Blueprints
import Model

/// Entries that others refer to, and the questions to a server about them.
enum ReferenceText {
  static let flow =
    "- {model: authentik_flows.flow, id: flow, identifiers: {slug: a}, attrs: {name: A, title: T, designation: recovery}}"
  static let stage =
    "- {model: authentik_stages_dummy.dummystage, id: stage, identifiers: {name: s}}"

  static func online(_ entries: [String], _ answers: [Question: Answer] = [:]) throws -> DesiredSet {
    try BlueprintText.desired("entries:\n" + entries.joined(separator: "\n"), answers: answers) {
      $0.isOffline = false
    }
  }

  static func find(_ model: String, _ conditions: [(String, Value)]) -> Question {
    .find(model: model, conditions: conditions.map { FindCondition(field: $0.0, value: $0.1) })
  }
}
