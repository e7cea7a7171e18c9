/// A state as a server keeps it.
package struct StoredState: Sendable {
  /// The text of the state. Nil if there is none yet.
  let bytes: [UInt8]?
  /// The objects that hold it, if the server is authentik.
  var instances: [StateInstance] = []
}
