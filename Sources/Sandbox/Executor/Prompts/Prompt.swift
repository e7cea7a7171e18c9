import Model
import OrderedCollections

/// A field of a prompt stage in a run: with its expressions evaluated, and what earlier stages entered.
struct Prompt: Sendable {
  let key: String
  let typeName: String
  let isRequired: Bool
  let placeholder: Value
  /// What counts if nothing is sent.
  let initialValue: Value
  /// Nil for a type without choices.
  let choices: [Value]?
  private let fields: ValueMap

  var type: PromptType { .named(typeName) }

  init(_ prompt: ValueMap, _ run: FlowRun) {
    fields = prompt
    key = prompt["field_key"]?.string ?? ""
    typeName = prompt["type"]?.string ?? ""
    isRequired = prompt["required"] == true
    let context = run.plan?.context
    let initial = context?.prompt(key) ?? Self.value("initial_value", of: prompt, run)
    guard PromptType.named(typeName).form == .choice else {
      choices = nil
      placeholder = Self.value("placeholder", of: prompt, run)
      initialValue = initial
      return
    }
    let offered = context?.prompt(key + "__choices") ?? Self.value("placeholder", of: prompt, run)
    let choices = offered.list ?? [offered]
    self.choices = choices
    placeholder = ""
    // The first choice, if there is no other.
    initialValue = choices.contains(initial) ? initial : choices.first ?? ""
  }

  /// What an answer may choose: with labels, newer versions want the value.
  func answers(_ traits: ServerTraits) -> [Value] {
    (choices ?? []).map { traits.labelsChoices ? $0["value"] ?? $0 : $0 }
  }

  /// The prompt as a challenge shows it.
  func shown(_ traits: ServerTraits) -> Value {
    var shown: ValueMap = [
      "field_key": .string(key), "label": fields["label"] ?? "", "type": .string(typeName),
      "required": .bool(isRequired), "placeholder": .string(PythonText.text(placeholder)),
      "initial_value": .string(PythonText.text(initialValue)), "order": fields["order"] ?? 0,
      "sub_text": fields["sub_text"] ?? "", "choices": .null,
    ]
    if let choices, !choices.isEmpty { shown["choices"] = .list(choices.map { Self.shown($0, traits) }) }
    return .map(shown)
  }

  private static func shown(_ choice: Value, _ traits: ServerTraits) -> Value {
    guard traits.labelsChoices else { return .string(PythonText.text(choice)) }
    let value = choice["value"] ?? choice
    return [
      "value": .string(PythonText.text(value)), "label": .string(PythonText.text(choice["label"] ?? value)),
    ]
  }

  /// The value of a text that may be Python. An expression that raises an error stands for itself (recorded); one that
  /// the sandbox does not evaluate is empty.
  private static func value(_ field: String, of prompt: ValueMap, _ run: FlowRun) -> Value {
    let text = prompt[field]?.string ?? ""
    guard prompt[field + "_expression"] == true else { return .string(text) }
    guard let script = LiteralScript(text) else {
      run.notEvaluated.append(prompt["name"]?.string ?? "")
      return ""
    }
    return switch script.outcome {
    case .value(let value): value
    case .error: .string(text)
    }
  }
}
