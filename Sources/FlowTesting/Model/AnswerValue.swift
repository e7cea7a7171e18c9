package import Model

/// A value of an answer or of the query.
package enum AnswerValue: Sendable, Hashable {
  case value(Value)
  /// `!TOTP SECRET`: the code of this moment for a secret in base32 or an `otpauth:` address. Nil for the secret that a
  /// set-up stage showed earlier in this test.
  case totp(secret: String?)
  /// `!StaticCode USER`: an unspent static code of a user, read with the API token. Nil for one that a set-up stage
  /// showed earlier in this test.
  case staticCode(user: String?)
  /// `!EmailToken USER`: the key of the newest link that a flow sent to a user, read with the API token.
  case emailToken(user: String)
}
