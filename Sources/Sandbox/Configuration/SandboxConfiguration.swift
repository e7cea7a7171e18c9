package import Catalog

/// How an embedded server is set up.
package struct SandboxConfiguration: Sendable {
  /// The port on 127.0.0.1; 0 picks a free one.
  package var port: Int = 0
  /// The SQLite file that keeps the objects; nil keeps nothing.
  package var dataFile: String?
  /// The version of authentik that is imitated.
  package var version: EmbeddedCatalog = .newest
  package var tokens: [SandboxToken] = SandboxToken.standard
  /// How long every answer of the API waits.
  package var delayMilliseconds: Int = 0
  /// How long a connection may be idle before it is closed: about 2 s, recorded from both versions.
  package var idleSeconds: Int64 = 2
  /// The share of requests, 0 to 1, that meet a fault. Rates beyond 1 in all are cut off.
  package var faults: [FaultKind: Double] = [:]
  /// The same seed gives the same faults to the same sequence of requests.
  package var seed: UInt64 = 0

  package init() {}
}
