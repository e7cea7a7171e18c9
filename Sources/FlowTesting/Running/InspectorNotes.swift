import Model

/// The executor's own view of a run, from its inspector, in a few words.
enum InspectorNotes {
  /// - Parameter answer: Of `/flows/inspector/<slug>/`; nil if the server refuses it.
  static func text(_ answer: Value?) -> [String] {
    guard let answer else {
      return [
        "the inspector is not to be seen: it wants a session whose user has the permission authentik_flows.inspect_flow"
      ]
    }
    var notes = ["the inspector: done \(names((answer["plans"]?.list ?? []).map { $0["current_stage"] }))"]
    if answer["is_completed"] == true {
      notes[0] += "; completed"
    } else if let plan = answer["current_plan"] {
      notes[0] += "; now \(names([plan["current_stage"]])), next \(names([plan["next_planned_stage"]]))"
    }
    return notes
  }

  private static func names(_ bindings: [Value?]) -> String {
    let names = bindings.compactMap { $0?["stage_obj"]?["name"]?.string }
    return names.isEmpty ? "nothing" : names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
