import Model

/// A field of an answer that only a person can fill in.
struct AskedField: Sendable {
  enum Form: Sendable {
    case text, flag, number
  }

  let name: String
  let question: RecordingQuestion
  let form: Form
  /// True if the field may be left out.
  let isOptional: Bool

  init(
    _ name: String, _ label: String, isSecret: Bool = false, form: Form = .text, isOptional: Bool = false
  ) {
    self.name = name
    question = RecordingQuestion(label, isSecret: isSecret)
    self.form = form
    self.isOptional = isOptional
  }

  /// An answer as the server wants it; nil to leave the field out.
  func value(_ text: String) -> Value? {
    if text.isEmpty, isOptional { return nil }
    return switch form {
    case .text: .string(text)
    case .flag: .bool(["y", "yes", "true", "1"].contains(text.lowercased()))
    case .number: Int(text).map(Value.integer) ?? .string(text)
    }
  }
}

extension Challenge {
  /// What to ask for; empty for a challenge that wants only to be answered.
  var askedFields: [AskedField] {
    switch component {
    case "ak-stage-identification":
      let names = (value["user_fields"]?.list ?? []).compactMap(\.string).joined(separator: " or ")
      let name = AskedField("uid_field", names.isEmpty ? "User" : "User (\(names))")
      return value["password_fields"] == true
        ? [name, AskedField("password", "Password", isSecret: true)] : [name]
    case "ak-stage-password": return [AskedField("password", "Password", isSecret: true)]
    case "ak-stage-user-login":
      return [AskedField("remember_me", "Stay signed in (yes, no)", form: .flag)]
    case "ak-stage-authenticator-validate": return validationFields
    case "ak-stage-authenticator-sms", "ak-stage-authenticator-email":
      return [AskedField("code", "Code", isSecret: true)]
    case "ak-stage-prompt": return (value["fields"]?.list ?? []).compactMap(Self.promptField)
    default: return []
    }
  }

  private var validationFields: [AskedField] {
    let stages = value["configuration_stages"]?.list ?? []
    guard deviceKinds.isEmpty, !stages.isEmpty else {
      return [AskedField("code", "Code (\(deviceKinds.joined(separator: ", ")))", isSecret: true)]
    }
    let names = stages.map { "\($0["pk"]?.string ?? "") is \($0["name"]?.string ?? "")" }
    return [AskedField("selected_stage", "Which to set up (\(names.joined(separator: ", ")))")]
  }

  /// Such as `totp`.
  var deviceKinds: [String] {
    (value["device_challenges"]?.list ?? []).compactMap { $0["device_class"]?.string }
  }

  /// What a client sends for fields of these types is dropped, and some of it is refused (recorded).
  private static func isShownOnly(_ type: String) -> Bool {
    ["hidden", "static", "separator"].contains(type) || type.hasSuffix("read_only")
      || type.hasPrefix("alert_")
  }

  private static func promptField(_ field: Value) -> AskedField? {
    guard let name = field["field_key"]?.string, let type = field["type"]?.string, !isShownOnly(type) else {
      return nil
    }
    let initial = field["initial_value"].flatMap { $0.isNull || $0 == "" ? Value?.none : $0 }
    var label = field["label"]?.string ?? name
    let choices = (field["choices"]?.list ?? []).compactMap { $0["value"]?.string ?? $0.string }
    if !choices.isEmpty { label += " (\(choices.joined(separator: ", ")))" }
    if type == "checkbox" { label += " (yes, no)" }
    if let initial, type != "password" { label += " [\(initial.string ?? JSONWriter.write(initial))]" }
    return AskedField(
      name, label, isSecret: type == "password" || FlowTestReader.isSecret(name),
      form: type == "checkbox" ? .flag : type == "number" ? .number : .text,
      isOptional: initial != nil || field["required"] != true || type == "checkbox")
  }
}
