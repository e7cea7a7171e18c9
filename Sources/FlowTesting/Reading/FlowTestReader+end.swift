import Blueprints
import Model
import OrderedCollections
import YAML

extension FlowTestReader {
  static let endWords = ["signed-in", "signed-out", "redirected", "denied"]

  /// How the test ends. Nil if it does not say so, or has a mistake.
  mutating func end(_ pair: MapPairs.Pair?, of test: Node) -> ExpectedEnd? {
    guard let pair else {
      return fail(
        "a test has no `ends`; expected \(Self.endWords.joined(separator: ", ")), or a stage", test)
    }
    note(FieldPath("ends"), pair.value)
    guard case .map = pair.value.content, pair.value.tag?.isCustom != true else {
      guard let word = text(pair.value, "`ends`"), !word.isEmpty else { return nil }
      return end(word, pair.value, nil)
    }
    guard let map = map(pair.value, "`ends`", keys: Self.endWords + ["stage"]) else { return nil }
    guard let only = map.pairs.first, map.pairs.count == 1 else {
      return fail("`ends` has \(map.pairs.count) keys; a run ends in one way", pair.value)
    }
    let argument = only.value.literal == .null ? nil : only.value
    guard only.key == "stage" else { return end(only.key, only.value, argument) }
    return stage(only.value).map(Self.end)
  }

  private mutating func end(_ word: String, _ node: Node, _ argument: Node?) -> ExpectedEnd? {
    switch word {
    case "signed-in": return signedIn(argument)
    case "signed-out":
      if let argument { error("`signed-out` takes no value; write `ends: signed-out`", argument.mark) }
      return .signedOut
    case "redirected": return .redirected(to: argument.flatMap { pattern($0, "`redirected`") })
    case "denied": return .denied(message: argument.flatMap { pattern($0, "`denied`") })
    default: return stage(called: word, node, or: Self.endWords).map(Self.end)
    }
  }

  /// The stages whose challenge is an end of its own.
  private static func end(_ stage: StageKind) -> ExpectedEnd {
    switch stage.name {
    case "deny": .denied(message: nil)
    case "redirect": .redirected(to: nil)
    default: .stage(stage)
    }
  }

  /// Who is signed in: the name of a user, or a map.
  private mutating func signedIn(_ node: Node?) -> ExpectedEnd? {
    guard let node else { return .signedIn(user: nil, groups: nil) }
    guard case .map = node.content, node.tag?.isCustom != true else {
      return text(node, "`signed-in`").map { .signedIn(user: $0, groups: nil) }
    }
    guard let pairs = map(node, "`signed-in`", keys: ["user", "groups"]) else { return nil }
    return .signedIn(
      user: pairs["user"].flatMap { text($0.value, "`user`") },
      groups: pairs["groups"].map { texts($0.value, "`groups`") })
  }
}
