/// Why a server that keeps a state did not do what it was asked for.
package enum CarrierFailure: Error {
  /// A temporary failure: the same request may succeed a moment later. A write may have been carried out.
  case passing(String, retryAfter: Double? = nil)
  case refused(String)

  var reason: String {
    switch self {
    case .passing(let reason, _), .refused(let reason): reason
    }
  }
}
