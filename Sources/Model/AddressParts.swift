package import OrderedCollections

/// An address taken apart: its model, and its identifiers with the addresses that stand among them.
package struct AddressParts: Sendable, Hashable {
  package indirect enum Part: Sendable, Hashable {
    /// What stands without quotes may be a text as well as a number, a boolean or null.
    case bare(String)
    case value(Value)
    case address(AddressParts)
  }

  package let model: String
  package var identifiers: OrderedDictionary<String, Part>

  package init(model: String, identifiers: OrderedDictionary<String, Part>) {
    self.model = model
    self.identifiers = identifiers
  }

  /// The address in its one spelling: identifiers in the order of their keys.
  package var address: ResourceAddress {
    let values = identifiers.map { key, part in (key: key, value: part.value) }
    return ResourceAddress(model: model, identifiers: values)
  }

  /// Nil for an address that a person could not have written.
  package init?(_ address: ResourceAddress) {
    guard let parts = try? AddressReader.read(address.description) else { return nil }
    self = parts
  }

  /// The address that stands under an identifier; nil where there is none.
  package subscript(key: String) -> ResourceAddress? { identifiers[key]?.address }

  /// The addresses that stand among the identifiers, in their order.
  package var addresses: [ResourceAddress] { identifiers.values.compactMap(\.address) }

  /// The address's text without those identifiers that are one of these addresses.
  package func text(without shown: Set<ResourceAddress>) -> String {
    var copy = self
    copy.identifiers = identifiers.filter { $0.value.address.map { !shown.contains($0) } ?? true }
    return copy.identifiers.isEmpty ? model : copy.address.description
  }

  /// These parts with each address among them, at any depth, that is the old one in the place of the new.
  package func replacing(_ old: ResourceAddress, with new: AddressParts) -> AddressParts {
    var copy = self
    copy.identifiers = identifiers.mapValues { part in
      guard case .address(let nested) = part else { return part }
      return .address(nested.address == old ? new : nested.replacing(old, with: new))
    }
    return copy
  }
}

extension AddressParts.Part {
  fileprivate var address: ResourceAddress? {
    if case .address(let parts) = self { parts.address } else { nil }
  }

  package var value: Value {
    switch self {
    case .bare(let text): .string(text)
    case .value(let value): value
    case .address(let parts): .reference(Reference(parts.address, symbol: .null))
    }
  }
}
