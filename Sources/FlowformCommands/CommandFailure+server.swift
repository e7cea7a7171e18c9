package import Remote

extension CommandFailure {
  /// Why the server could not be asked what a command needs to know.
  package init(_ error: APIError) {
    switch error {
    case .unreachable, .untrusted, .refusedToken, .wrongAddress, .wrongSettings:
      self.init(.unreachable, "\(error)")
    case .ambiguous(let reason):
      self.init(
        .wrong,
        "the server gives no usable answer (\(reason)); try again, and look into its log if it stays so")
    case .internalError: self.init(.wrong, "\(error); try again if it was being restarted")
    case .notFound: self.init(.wrong, "\(error); run again")
    case .invalid, .rejected: self.init(.wrong, "\(error); its log may say why")
    case .notPermitted, .throttled, .answerTooLarge, .probeCreated: self.init(.wrong, "\(error)")
    }
  }
}
