import Catalog
package import LiveReading
package import Model
import OrderedCollections
import Planning
import State

/// Records an existing object of the server in the state, as adopted.
package struct ImportOperation: Sendable {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func run(_ parts: AddressParts) async throws -> NamedObject {
    let reader = session.reader()
    return try await session.state.edit(command: "import", session.context) { snapshot in
      if snapshot.resources[parts.address] != nil {
        throw OperationError(
          .failed,
          "\(parts.address) is already in the state; `flowform state show` prints its record")
      }
      try session.refuseForeignState(
        snapshot,
        try await reader.liveObjects(of: LookupTarget.all([], records: snapshot.resources)))
      let found: NamedObject
      do { found = try await reader.object(at: parts) } catch let error as NoSuchObject {
        throw OperationError(.failed, error.message)
      }
      try refuseSecondAddress(of: found, in: snapshot)
      snapshot.fold(.done(found.address, found.record(session.server.catalog)))
      snapshot.server = session.server.name
      return found
    }
  }

  private func refuseSecondAddress(
    of found: NamedObject, in state: StateSnapshot
  ) throws(OperationError) {
    let other = state.resources.first { _, record in
      guard record.kind == found.address.model, let kind = session.server.catalog.kind(record.kind) else {
        return false
      }
      return Recognition(found.object, as: record, kind) != .stranger
    }
    guard let other else { return }
    throw OperationError(
      .failed,
      "the object is in the state as \(other.key); `flowform state move` changes its address")
  }
}

extension NamedObject {
  /// Nothing was applied yet, so no difference from the blueprints is drift.
  fileprivate func record(_ catalog: Catalog) -> ResourceRecord {
    ResourceRecord(
      kind: address.model, primaryKey: primaryKey, origin: .adopted, source: "", identifiers: identifiers,
      identity: catalog.kind(address.model).map { Recognition.identity(of: object, as: $0) } ?? [:],
      applied: [:])
  }
}
