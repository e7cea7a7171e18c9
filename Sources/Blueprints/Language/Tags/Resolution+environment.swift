import Model
import YAML

extension Resolution {
  /// `!Env NAME`, `!Env [NAME]` and `!Env [NAME, default]`. An empty variable counts as not set.
  ///
  /// In a condition, a variable that is not set is null, as in authentik. Elsewhere it is a mistake: null, or the text
  /// `None`, is never intended.
  mutating func environment(_ use: TagUse) -> TracedValue? {
    guard let (node, fallback) = nameAndDefault(use) else { return nil }
    guard let name = value(of: node, use.scope.argument) else { return nil }
    if let unknown = unknown(name, use) { return unknown }
    guard let name = name.string else {
      return fail("!Env takes the name of a variable, not \(name.typeName)", node, use.scope)
    }
    if let refusal = options.environment.refusal(of: name) {
      return fail(Self.message(refusal, name), node, use.scope)
    }
    let found = options.environment.value(name)
    consulted.variables.updateValue(found, forKey: name)
    if let found {
      guard count(Value.string(found).size, use.node, use.scope) else { return nil }
      let isShown = options.environment.isShown(name)
      return TracedValue(.string(found), isShown ? [] : [ValueTrace(steps: [], origin: .hidden)])
    }
    if let fallback { return traced(fallback, use.scope) }
    // A blueprint can be checked without its secrets.
    if options.isOffline { return TracedValue(Self.symbolic(["env": .string(name)])) }
    let remedy = "set it, or write `!Env [\(name), default]`"
    guard use.scope.isCondition else {
      return fail("the variable \(name) is not set or empty; \(remedy)", use.node, use.scope)
    }
    report(
      .warning(
        "the variable \(name) is not set or empty, so this is null; \(remedy)",
        at: location(use.node, use.scope)), use.scope)
    return TracedValue(.null)
  }

  private static func message(_ refusal: EnvironmentAccess.Refusal, _ name: String) -> String {
    switch refusal {
    case .credential:
      "!Env does not read \(name): it is a credential of flowform itself, and no blueprint may copy it to the server"
    case .switchedOff: "!Env does not read \(name): --no-env forbids it"
    case .notAllowed: "!Env does not read \(name): no --env-allow pattern names it"
    }
  }
}
