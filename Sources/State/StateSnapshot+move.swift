package import Model
import OrderedCollections

extension StateSnapshot {
  /// Moves an object to another address. Addresses and dependencies that name the old address follow.
  ///
  /// The record keeps its identifiers, since the object was last seen with them. Returns the changed addresses, the
  /// moved object first. Throws, and changes nothing, if a new address is already taken.
  package mutating func move(
    _ old: ResourceAddress, to new: AddressParts
  ) throws(MoveConflict) -> [(old: ResourceAddress, new: ResourceAddress)] {
    func moved(_ address: ResourceAddress) -> ResourceAddress {
      guard address != old else { return new.address }
      guard let parts = try? AddressReader.read(address.description) else { return address }
      return parts.replacing(old, with: new).address
    }
    let known = Set(resources.keys).union(intents.keys)
    let moves = known.map { (old: $0, new: moved($0)) }.filter { $0.old != $0.new }
      .sorted { ($0.old == old ? 0 : 1, $0.old) < ($1.old == old ? 0 : 1, $1.old) }
    let leaving = Set(moves.map(\.old))
    if let taken = moves.map(\.new).first(where: { known.contains($0) && !leaving.contains($0) }) {
      throw MoveConflict(taken: taken)
    }
    resources = Dictionary(
      uniqueKeysWithValues: resources.map { address, record in
        var record = record
        record.dependencies = record.dependencies.map(moved).sorted()
        return (moved(address), record)
      })
    intents = Dictionary(
      uniqueKeysWithValues: intents.map { address, intent in
        let address = moved(address)
        return (
          address,
          Intent(
            address: address, action: intent.action, kind: intent.kind, hasUniqueKey: intent.hasUniqueKey)
        )
      })
    return moves
  }
}

/// An error: the move needs an address that another object has.
package struct MoveConflict: Error, Hashable {
  package let taken: ResourceAddress
}
