extension StageKind {
  /// The fields of an answer (source: authentik's OpenAPI document).
  package struct AnswerFields: Sendable {
    package let known: [String]
    /// Those without which the server refuses the answer.
    package let required: [String]

    fileprivate init(_ required: [String] = [], optional: [String] = []) {
      known = required + optional
      self.required = required
    }
  }

  private static let answers: [String: AnswerFields] = [
    "authenticator_duo": AnswerFields(),
    "authenticator_email": AnswerFields(optional: ["code", "email"]),
    "authenticator_endpoint_gdtc": AnswerFields(),
    "authenticator_sms": AnswerFields(optional: ["code", "phone_number"]),
    "authenticator_static": AnswerFields(),
    "authenticator_totp": AnswerFields(["code"]),
    "authenticator_validate": AnswerFields(
      optional: ["code", "webauthn", "duo", "selected_challenge", "selected_stage"]),
    "authenticator_webauthn": AnswerFields(["response"]),
    "autosubmit": AnswerFields(),
    // flowform sends the tokens of these two by itself.
    "captcha": AnswerFields(optional: ["token"]),
    "consent": AnswerFields(optional: ["token"]),
    "dummy": AnswerFields(),
    "email": AnswerFields(),
    "endpoint": AnswerFields(optional: ["response"]),
    // A passkey needs no name.
    "identification": AnswerFields(optional: ["uid_field", "password", "captcha_token", "passkey"]),
    "password": AnswerFields(["password"]),
    "user_login": AnswerFields(["remember_me"]),
  ]

  /// The fields that an answer to the stage may have. Nil if the stage itself or a source decides.
  package var answerFields: AnswerFields? { Self.answers[name] }
}
