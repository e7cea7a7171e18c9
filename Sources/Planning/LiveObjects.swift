package import Model

/// What was read of one kind from the server.
package enum LiveObjects: Sendable {
  /// The create endpoint's answer about an identifier, for a token that may not read.
  package enum Verdict: Sendable, Hashable {
    case taken, free
    case unknown(reason: String)
  }

  /// The objects that were read: all of the kind, or all that the entries and the state could mean.
  case objects([Value])
  /// A verdict for each entry's address.
  case verdicts([ResourceAddress: Verdict])
}
