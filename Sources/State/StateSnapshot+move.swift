package import Model
import OrderedCollections

extension StateSnapshot {
  /// Has the state know an object under another address: what stands under addresses that name the old one,
  /// and what depends on them, follows.
  ///
  /// The record keeps its identifiers, since they are what the object was last seen under. Gives back the
  /// addresses that changed, the old one first; nothing changes where one of the new ones is taken already,
  /// which is thrown.
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

/// An address that a move would need is another object's.
package struct MoveConflict: Error, Hashable {
  package let taken: ResourceAddress
}
