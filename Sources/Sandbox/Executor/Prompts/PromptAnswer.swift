import Catalog
import Model
import OrderedCollections

/// Checks the answer to a prompt by the prompt's type.
struct PromptAnswer {
  let prompt: Prompt
  let traits: ServerTraits

  enum Outcome {
    /// Nil for a value that the answer simply does not have.
    case accepted(Value?)
    case refused(message: String, code: String)
  }

  func outcome(_ sent: Value?) throws -> Outcome {
    let type = prompt.type
    try checkLabels()
    guard let sent, type.form != .ignored else {
      if LiteralScript.isTrue(prompt.initialValue) { return .accepted(prompt.initialValue) }
      if type.form == .boolean { return .accepted(false) }
      if type.isNeverRequired || !prompt.isRequired { return .accepted(nil) }
      return .refused(message: AnswerErrors.required, code: "required")
    }
    if sent.isNull { return .refused(message: "This field may not be null.", code: "null") }
    switch type.form {
    case .choice: return choice(sent)
    case .file: return file(sent)
    case .date: return date(sent)
    case .text, .email, .integer, .boolean, .dateTime: return plain(sent, type)
    case .ignored: return .accepted(nil)
    }
  }

  private func plain(_ sent: Value, _ type: PromptType) -> Outcome {
    if type.form == .text || type.form == .email, let text = Coercion.text(sent) {
      let isEmpty = (type.keepsSpaces ? text : Coercion.trimmed(text)).isEmpty
      if isEmpty { return mayBeBlank(type) ? .accepted("") : Self.blank }
      if type.keepsSpaces { return .accepted(.string(text)) }
    }
    let field = Field(name: prompt.key, type: Self.fieldTypes[type.form] ?? .text(.plain))
    switch FieldValidator(traits: traits).outcome(sent, for: field) {
    case .accepted(let value): return .accepted(value)
    case .refused(let messages):
      return .refused(message: messages.list?.first?.string ?? "", code: "invalid")
    case .crashed: return .refused(message: "Not a valid string.", code: "invalid")
    }
  }

  private static let fieldTypes: [PromptType.Form: FieldType] = [
    .email: .text(.email), .integer: .integer, .boolean: .boolean, .dateTime: .text(.dateTime),
  ]

  private static let blank = Outcome.refused(message: "This field may not be blank.", code: "blank")

  private func mayBeBlank(_ type: PromptType) -> Bool {
    switch type.blank {
    case .always: true
    case .unlessRequired: !prompt.isRequired
    case .never: false
    }
  }

  /// In 2024.8, choices with labels make every answer a flow error (recorded).
  private func checkLabels() throws {
    guard !traits.labelsChoices, prompt.choices?.contains(where: { $0.map != nil }) == true else { return }
    throw FlowFailure(message: "unhashable type: 'dict'")
  }

  private func choice(_ sent: Value) -> Outcome {
    let text = PythonText.text(sent)
    guard let chosen = prompt.answers(traits).first(where: { PythonText.text($0) == text }) else {
      return .refused(message: "\"\(text)\" is not a valid choice.", code: "invalid_choice")
    }
    return .accepted(chosen)
  }

  private func file(_ sent: Value) -> Outcome {
    guard let text = Coercion.text(sent) else {
      return .refused(message: "Not a valid string.", code: "invalid")
    }
    if text.isEmpty { return Self.blank }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].lowercased() == "data" else {
      return .refused(message: "Invalid scheme", code: "invalid")
    }
    guard let header = parts[1].split(separator: ",", omittingEmptySubsequences: false).first,
      header.split(separator: ";", maxSplits: 1).last == "base64"
    else { return .refused(message: "Invalid encoding", code: "invalid") }
    return .accepted(.string(text))
  }

  private func date(_ sent: Value) -> Outcome {
    let text = sent.string ?? ""
    guard text.utf8.count == 10, let canonical = DateTimeText.canonical(text) else {
      return .refused(
        message: "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.", code: "invalid")
    }
    return .accepted(.string(String(canonical.prefix(10))))
  }
}
