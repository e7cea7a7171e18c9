import Blueprints
import Catalog
import Model
import OrderedCollections

extension FlowTestCheck {
  private static let validation = StageKind("authenticator_validate")

  /// Compares a step's answer, and the fields and devices that it expects, with its stage.
  mutating func check(
    _ step: FlowTestStep, _ binding: BoundFlow.Binding?, _ test: FlowTest, _ path: FieldPath
  ) {
    if let devices = step.shows.devices { checkDevices(devices, test, path) }
    if step.stage == StageKind("prompt") { return checkPrompt(step, binding, test, path) }
    guard let answer = step.answer, let fields = step.stage.answerFields else { return }
    for name in answer.keys where !fields.known.contains(name) {
      unknown(name, among: fields.known, of: step.stage, test, path)
    }
    var missing = fields.required.filter { answer[$0] == nil }
    if step.stage == StageKind("identification"), answer["uid_field"] == nil, answer["passkey"] == nil {
      missing.append("uid_field")
    }
    warnOfMissing(missing, step, test, path)
  }

  private mutating func unknown(
    _ name: String, among known: [String], of stage: StageKind, _ test: FlowTest, _ path: FieldPath
  ) {
    let hint = Suggestion.hint(for: name, among: known)
    let list = known.isEmpty ? "its answer is empty" : "its answer has \(known.joined(separator: ", "))"
    error(
      "the stage `\(stage.name)` takes no `\(name.shortened)`\(hint.isEmpty ? "; " + list : hint)", test,
      path.appending(.key("answer")).appending(.key(name)))
  }

  private mutating func warnOfMissing(
    _ names: [String], _ step: FlowTestStep, _ test: FlowTest, _ path: FieldPath
  ) {
    guard !names.isEmpty, step.errors == nil, step.answer != nil else { return }
    warn(
      "the answer lacks \(names.map { "`\($0)`" }.joined(separator: " and ")), so the server refuses it; add it, or expect `errors`",
      test, path.appending(.key("answer")))
  }

  private mutating func checkDevices(_ devices: [String], _ test: FlowTest, _ path: FieldPath) {
    guard let model = Self.validation.model,
      case .list(.choice(let known))? = catalog.kind(model)?.field("device_classes")?.type
    else { return }
    for device in devices where !known.contains(device) && !device.isEmpty {
      let hint = Suggestion.hint(for: device, among: known)
      error(
        "there is no kind of device `\(device.shortened)`\(hint.isEmpty ? "; they are \(known.joined(separator: ", "))" : hint)",
        test, path.appending(.key("devices")))
    }
  }

  // MARK: - Prompts

  private mutating func checkPrompt(
    _ step: FlowTestStep, _ binding: BoundFlow.Binding?, _ test: FlowTest, _ path: FieldPath
  ) {
    guard let prompts = prompts(of: binding) else { return }
    let keys = prompts.map(\.key)
    for name in step.answer?.keys ?? [] where !keys.contains(name) {
      unknown(name, among: keys, of: step.stage, test, path)
    }
    for name in step.shows.fields ?? [] where !keys.contains(name) && !name.isEmpty {
      let hint = Suggestion.hint(for: name, among: keys)
      error(
        "the prompt has no field `\(name.shortened)`\(hint.isEmpty ? "; it has \(keys.joined(separator: ", "))" : hint)",
        test, path.appending(.key("fields")))
    }
    let needed = prompts.filter(\.isNeeded).map(\.key)
    warnOfMissing(needed.filter { step.answer?[$0] == nil }, step, test, path)
  }

  private struct Prompt {
    let key: String
    /// True if an answer without the field is refused.
    let isNeeded: Bool
  }

  /// The types that an answer must have if they are required. Others have a value of their own (recorded).
  private static let typesToAnswer: Set<String> = [
    "text", "text_area", "username", "email", "password", "number", "date", "date-time", "file", "ak-locale",
  ]

  /// The fields of a prompt stage. Nil if the set does not describe them all.
  private func prompts(of binding: BoundFlow.Binding?) -> [Prompt]? {
    guard let fields = binding?.entry?.values["fields"]?.list else { return nil }
    var prompts: [Prompt] = []
    for field in fields {
      guard let address = field.reference?.address, let entry = entries[address],
        let key = entry.values["field_key"]?.string
      else { return nil }
      let values = entry.values
      let hasInitial = values["initial_value"].map { $0 != "" } ?? false
      prompts.append(
        Prompt(
          key: key,
          isNeeded: values["required"]?.bool == true && !hasInitial
            && values["type"]?.string.map(Self.typesToAnswer.contains) == true))
    }
    return prompts
  }
}
