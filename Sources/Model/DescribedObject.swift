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
