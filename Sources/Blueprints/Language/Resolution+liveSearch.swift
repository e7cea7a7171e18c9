import Model

/// Searches among the objects of the server.
extension Resolution {
  /// What the server says to a search, once the keys are known that its conditions name; nil until then.
  mutating func answer(to search: Search) -> Answer? {
    let (conditions, lacksAnswer) = asking { resolution in
      search.conditions.map { FindCondition(field: $0.field, value: resolution.located($0.value)) }
    }
    guard !lacksAnswer, !search.lacksAnswer else { return nil }
    let question = Question.find(model: search.model, conditions: conditions)
    guard let answer = questions.ask(question) else { return nil }
    if answer.value == nil,
      conditions.contains(where: { !$0.value.references.allSatisfy { $0.known != nil } })
    {
      questions.noteLate(question)
    }
    return answer
  }

  /// A look-up that finds several objects takes the first, as authentik's does.
  mutating func warnOfOthers(_ search: Search, _ answer: Answer, _ use: TagUse) {
    // In a condition it matters only whether there is one.
    guard answer.matchCount > 1, !use.scope.isCondition else { return }
    let names = answer.candidates.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    let more = answer.matchCount - min(10, answer.candidates.count)
    let shown = names.isEmpty ? "" : " (\(names)\(more > 0 ? " and \(more) more" : ""))"
    report(
      .warning(
        "\(answer.matchCount) objects match \(search.description)\(shown), and flowform takes the first; add conditions until one is left",
        at: location(use.node, use.scope), strict: true), use.scope)
  }

  /// The result of a look-up that finds nothing.
  mutating func nothingFound(_ search: Search, _ answer: Answer, _ use: TagUse) -> TracedValue? {
    let names = answer.candidates.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    let more = answer.candidates.count > 10 ? " and \(answer.candidates.count - 10) more" : ""
    let candidates = names.isEmpty ? "" : "; there are \(names)\(more)"
    let there = candidates + "; if another blueprint creates it, name that file or its folder too"
    if use.scope.isCondition { return TracedValue(.null) }
    let message = "there is no \(search.description)"
    guard !use.scope.refusesNull else {
      return fail("\(message), and the field does not take null\(there)", use.node, use.scope)
    }
    let place = location(use.node, use.scope)
    report(.warning("\(message), so this is null\(there)", at: place, strict: true), use.scope)
    let missed = MissedLookup(message: "\(message)\(candidates)", location: place)
    return TracedValue(.null, [ValueTrace(steps: [], origin: .missed(missed))])
  }
}
