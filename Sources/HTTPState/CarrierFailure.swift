/// The reason why a server did not read or save a state.
package enum CarrierFailure: Error {
  /// A temporary failure. The server may have carried out a write.
  case passing(String, retryAfter: Double? = nil)
  case refused(String)

  var reason: String {
    switch self {
    case .passing(let reason, _), .refused(let reason): reason
    }
  }
}
