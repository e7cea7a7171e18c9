import OrderedCollections

/// An object as a picture shows it: its address, and its values with references to other objects.
///
/// An entry of a blueprint describes one, and so does an object on a server.
package struct DescribedObject: Sendable {
  package let address: ResourceAddress
  package let values: ValueMap

  package init(address: ResourceAddress, values: ValueMap) {
    self.address = address
    self.values = values
  }

  package var model: String { address.model }

  /// The address that a field refers to.
  package func target(_ field: String) -> ResourceAddress? { values[field]?.reference?.address }
}

extension ResourceAddress {
  /// A short name for the object: the value of its only identifier, or all of them.
  package var shortName: String {
    guard let parts = AddressParts(self), parts.identifiers.count == 1,
      let only = parts.identifiers.values.first
    else { return description }
    return only.value.string ?? only.value.reference?.address.shortName ?? JSONWriter.write(only.value)
  }
}
