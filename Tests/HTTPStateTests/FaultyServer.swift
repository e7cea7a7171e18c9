import Model
import ServerSupport

/// A server that keeps a state, with faults on demand.
protocol FaultyServer: AnyObject, Sendable {
  /// The requests since the last `forgetRequests`.
  var requests: [TeamServer.Action] { get }
  func forgetRequests()
  func fault(_ action: TeamServer.Action, _ fault: TeamServer.Fault)
  func always(_ action: TeamServer.Action, _ fault: TeamServer.Fault?)
  /// What readers begin with, or nil if there is no state.
  func stored() async throws -> [UInt8]?
  func lock() async throws -> Value?
}

extension TeamServer: FaultyServer {
  func stored() async throws -> [UInt8]? { state }
  func lock() async throws -> Value? { lock }
}
