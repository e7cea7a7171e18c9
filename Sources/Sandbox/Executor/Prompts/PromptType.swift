/// What the server makes of the answer to a prompt, by the prompt's type.
///
/// Recorded from 2024.8 and 2026.5, in which the types are the same.
struct PromptType: Sendable {
  enum Form: Sendable {
    case text, email, integer, boolean, choice, date, dateTime, file
    /// A value that is sent counts as not sent.
    case ignored
  }

  let form: Form
  /// Whether an answer may lack it, even if the prompt says that it is required.
  let isNeverRequired: Bool
  /// Whether the initial value stays, also if another one is sent.
  let keepsInitialValue: Bool
  /// Whether an empty text is accepted.
  let blank: Blank
  /// Whether spaces at the ends count.
  let keepsSpaces: Bool

  enum Blank: Sendable { case always, unlessRequired, never }

  private init(
    _ form: Form, isNeverRequired: Bool = false, keepsInitialValue: Bool = false, blank: Blank = .never,
    keepsSpaces: Bool = false
  ) {
    self.form = form
    self.isNeverRequired = isNeverRequired
    self.keepsInitialValue = keepsInitialValue
    self.blank = blank
    self.keepsSpaces = keepsSpaces
  }

  static func named(_ name: String) -> PromptType { byName[name] ?? PromptType(.text) }

  private static let byName: [String: PromptType] = [
    "text": PromptType(.text, blank: .unlessRequired, keepsSpaces: true),
    "text_area": PromptType(.text, blank: .unlessRequired, keepsSpaces: true),
    "text_read_only": PromptType(.text, isNeverRequired: true, keepsInitialValue: true),
    "text_area_read_only": PromptType(.text, isNeverRequired: true, keepsInitialValue: true),
    "username": PromptType(.text),
    "email": PromptType(.email, blank: .unlessRequired),
    "password": PromptType(.text),
    "number": PromptType(.integer),
    "checkbox": PromptType(.boolean, isNeverRequired: true),
    "radio-button-group": PromptType(.choice),
    "dropdown": PromptType(.choice),
    "date": PromptType(.date),
    "date-time": PromptType(.dateTime),
    "file": PromptType(.file),
    "separator": PromptType(.text, isNeverRequired: true),
    "hidden": PromptType(.ignored, isNeverRequired: true, keepsInitialValue: true),
    "static": PromptType(.text, isNeverRequired: true, keepsInitialValue: true),
    "ak-locale": PromptType(.text, blank: .always),
  ]
}
