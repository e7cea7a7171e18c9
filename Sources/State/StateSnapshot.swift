package import Model
import OrderedCollections

/// What the state file holds.
package struct StateSnapshot: Sendable, Hashable {
  package static let format = 1
  /// The serials that a state may have: below the last number, so that a serial can always grow.
  static let serials = 0..<Int.max - 1

  /// Grows by one whenever something changed.
  package var serial: Int
  /// Made once for each state, so that one state is never taken for another.
  package let lineage: String
  /// The server that was written to last; information, since one server has many names.
  package var server: String?
  package var resources: [ResourceAddress: ResourceRecord] = [:]
  /// Writes of an interrupted run whose outcome is not known.
  package var intents: [ResourceAddress: Intent] = [:]

  package init(serial: Int = 0, lineage: String, server: String? = nil) {
    self.serial = serial
    self.lineage = lineage
    self.server = server
  }

  /// Whether anything but the serial differs.
  package func hasSameContent(as other: StateSnapshot) -> Bool {
    lineage == other.lineage && server == other.server && resources == other.resources
      && intents == other.intents
  }
}
