package import Model
import OrderedCollections

/// The content of the state file.
package struct StateSnapshot: Sendable, Hashable {
  package static let format = 1
  /// The range of valid serials. It ends early, so that a serial can always grow.
  static let serials = 0..<Int.max - 1

  /// Grows by one with every change.
  package var serial: Int
  /// Created once per state, to tell states apart.
  package let lineage: String
  /// The server that was last written to. For information only: one server can have many names.
  package var server: String?
  package var resources: [ResourceAddress: ResourceRecord] = [:]
  /// Writes of an interrupted run with an unknown outcome.
  package var intents: [ResourceAddress: Intent] = [:]

  package init(serial: Int = 0, lineage: String, server: String? = nil) {
    self.serial = serial
    self.lineage = lineage
    self.server = server
  }

  /// True if only the serial differs.
  package func hasSameContent(as other: StateSnapshot) -> Bool {
    lineage == other.lineage && server == other.server && resources == other.resources
      && intents == other.intents
  }
}
