import Dispatch

/// Frees what is large and no longer needed on another thread, or not at all where the process ends before.
package enum Disposal {
  package static func free<Value: Sendable>(_ value: consuming Value) {
    let value = value
    DispatchQueue.global(qos: .utility).async { withExtendedLifetime(value) {} }
  }
}
