import Model
import OrderedCollections
import YAML

/// The context of an instance as lines for the top of its file, without secrets.
struct ContextLines {
  private let context: ValueMap
  private(set) var variables: SecretVariables

  init(_ instance: BlueprintInstance) {
    context = instance.context
    variables = SecretVariables(prefix: instance.name)
  }

  mutating func lines() -> [String] {
    guard !context.isEmpty else { return [] }
    return ["context:"]
      + context.map { "  \(InlineValue.key($0.key)): \(value($0.value, ["context", $0.key]))" }
  }

  private mutating func value(_ value: Value, _ path: [String]) -> String {
    InlineValue.text(value, path, &variables)
  }
}
