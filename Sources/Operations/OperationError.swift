package import Remote

/// Why an operation cannot continue: one sentence that says what to do.
package struct OperationError: Error, Sendable {
  package enum Code: Sendable {
    /// The request is invalid.
    case misuse
    case failed
    /// The server never gave a readable answer.
    case unreachable
    /// The server refuses the token.
    case refusedToken
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Why the server could not be asked.
  package init(_ error: APIError) {
    switch error {
    case .refusedToken: self.init(.refusedToken, "\(error)")
    case .unreachable, .untrusted, .wrongAddress, .wrongSettings:
      self.init(.unreachable, "\(error)")
    case .ambiguous(let reason):
      self.init(
        .failed,
        "the server's answer is not usable (\(reason)); try again, and check its log if this repeats")
    case .internalError: self.init(.failed, "\(error); try again if it was being restarted")
    case .notFound: self.init(.failed, "\(error); run again")
    case .invalid, .rejected: self.init(.failed, "\(error); its log may say why")
    case .notPermitted, .throttled, .answerTooLarge, .probeCreated: self.init(.failed, "\(error)")
    }
  }
}
