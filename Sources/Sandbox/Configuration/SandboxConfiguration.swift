package import Catalog
import FoundationEssentials

/// The configuration of an embedded server.
package struct SandboxConfiguration: Sendable {
  /// The port on 127.0.0.1; 0 picks a free one.
  package var port: Int = 0
  /// The SQLite file of the objects; nil keeps them in memory only.
  package var dataFile: String?
  /// The version of authentik that is imitated.
  package var version: EmbeddedCatalog = .v2026_5_rc1
  package var tokens: [SandboxToken] = SandboxToken.standard
  /// The delay of every answer of the API.
  package var delayMilliseconds: Int = 0
  /// The idle time after which a connection is closed: about 2 s, recorded from both versions.
  package var idleSeconds: Int64 = 2
  /// The maximum number of bytes of a request's body.
  package var bodyLimit = 16 * 1024 * 1024
  /// The share of requests, 0 to 1, that meet each fault. The sum is limited to 1.
  package var faults: [FaultKind: Double] = [:]
  /// The same seed gives the same faults to the same sequence of requests.
  package var seed: UInt64 = 0

  /// The time by which sessions and codes expire, in seconds since 1970; tests set their own.
  package var now: @Sendable () -> Double = systemTime

  static let systemTime: @Sendable () -> Double = { Date().timeIntervalSince1970 }

  package init() {}
}
