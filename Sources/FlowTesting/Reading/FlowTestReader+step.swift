import Blueprints
import Model
import OrderedCollections
import YAML

extension FlowTestReader {
  private static let stepKeys = [
    "stage", "answer", "errors", "title", "layout", "fields", "sources", "devices", "shows",
  ]

  /// What only one kind of stage shows.
  private static let ownersOfLists = [
    "fields": "prompt", "sources": "identification", "devices": "authenticator_validate",
  ]

  /// A step; `next` is the one behind it, if there is one.
  mutating func step(_ node: Node, _ path: FieldPath, next: Node?, _ end: ExpectedEnd?) -> FlowTestStep? {
    note(path, node)
    guard let pairs = map(node, "a step", keys: Self.stepKeys) else { return nil }
    for pair in pairs.pairs { note(path.appending(.key(pair.key)), pair.value) }
    let shows = challenge(pairs)
    let errors = pairs["errors"].map { patterns($0.value, "`errors`", path.appending(.key("errors"))) }
    let given = pairs["answer"].flatMap { $0.value.literal == .null ? nil : $0 }
    let answer = given.map { values($0.value, "`answer`", path.appending(.key("answer"))) }
    guard let stagePair = pairs["stage"] else {
      return fail("a step has no `stage`; expected for example `stage: password`", node)
    }
    guard let stage = stage(stagePair.value) else { return nil }
    for (key, owner) in Self.ownersOfLists where stage.name != owner {
      guard let pair = pairs[key] else { continue }
      error("only the stage `\(owner)` shows `\(key)`; to look at other values, use `shows`", pair.mark)
    }
    if stage.takesNoAnswer {
      if let given { error("the stage `\(stage.name)` takes no answer; remove `answer`", given.mark) }
      if let pair = pairs["errors"] {
        error("the stage `\(stage.name)` takes no answer, so it has no errors; remove `errors`", pair.mark)
      }
    }
    let waits = next == nil && errors == nil && end == .stage(stage)
    let looks = stage.takesNoAnswer || (pairs["answer"] == nil ? waits : given == nil)
    if looks { checkLook(stage, node, next: next, hasErrors: errors != nil, end) }
    return FlowTestStep(
      place: node.mark.location(in: file), stage: stage, shows: shows, answer: looks ? nil : answer ?? [:],
      errors: looks ? nil : errors)
  }

  /// Checks a step that only looks at its challenge.
  private mutating func checkLook(
    _ stage: StageKind, _ node: Node, next: Node?, hasErrors: Bool, _ end: ExpectedEnd?
  ) {
    if let next {
      error(
        stage.takesNoAnswer
          ? "no stage follows `\(stage.name)`, which takes no answer; remove this step"
          : "the step before this one answers nothing, so it must be the last one; to send an empty answer, write `answer: {}`",
        next.mark)
    } else if hasErrors, !stage.takesNoAnswer {
      error("a step that answers nothing causes no errors; remove `errors`, or write `answer: {}`", node.mark)
    } else if case .stage(let other)? = end, other != stage {
      error(
        "the run waits at `\(stage.name)`, because this last step answers nothing, and so it never comes to `\(other.name)`; write its `answer`",
        node.mark)
    }
  }

  private mutating func challenge(_ pairs: MapPairs) -> ExpectedChallenge {
    var shows = ExpectedChallenge()
    shows.title = pairs["title"].flatMap { pattern($0.value, "`title`") }
    shows.layout = pairs["layout"].flatMap { pattern($0.value, "`layout`") }
    shows.fields = pairs["fields"].map { texts($0.value, "`fields`") }
    shows.sources = pairs["sources"].map { texts($0.value, "`sources`") }
    shows.devices = pairs["devices"].map { texts($0.value, "`devices`") }
    guard let values = pairs["shows"], let map = map(values.value, "`shows`") else { return shows }
    for pair in map.pairs {
      if let pattern = pattern(pair.value, "`\(pair.key)`") {
        shows.values[FieldPath(printed: pair.key)] = pattern
      }
    }
    return shows
  }

  /// The kind of stage that a step or an end waits at.
  mutating func stage(_ node: Node) -> StageKind? {
    guard let name = text(node, "the stage"), !name.isEmpty else { return nil }
    return stage(called: name, node)
  }

  mutating func stage(called name: String, _ node: Node, or words: [String] = []) -> StageKind? {
    guard let stage = StageKind(called: name.lowercased()) else {
      let hint = Suggestion.hint(for: name, among: words + StageKind.names)
      let known = words.isEmpty ? "a stage" : "a stage or one of \(words.joined(separator: ", "))"
      return fail(
        "there is no stage `\(name.shortened)`; expected \(known), by the name that its model has\(hint)",
        node)
    }
    guard !stage.components.isEmpty else {
      return fail(
        "the stage `\(stage.name)` acts without asking anything, so no run waits there; leave it out", node)
    }
    return stage
  }
}

extension StageKind {
  /// True for a challenge that ends a run: no answer leads on.
  package var takesNoAnswer: Bool {
    ["deny", "flow-error", "redirect", "session-end", "shell"].contains(name)
  }
}
