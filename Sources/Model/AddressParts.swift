package import OrderedCollections

/// A parsed address: its model and its identifiers, which may be addresses themselves.
package struct AddressParts: Sendable, Hashable {
  package indirect enum Part: Sendable, Hashable {
    /// A value without quotes may be a text, a number, a boolean or null.
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

  /// The canonical address: identifiers in the order of their keys.
  package var address: ResourceAddress {
    let values = identifiers.map { key, part in (key: key, value: part.value) }
    return ResourceAddress(model: model, identifiers: values)
  }

  /// Nil for an address that cannot be written by hand.
  package init?(_ address: ResourceAddress) {
    guard let parts = try? AddressReader.read(address.description) else { return nil }
    self = parts
  }

  /// The address under an identifier; nil if there is none.
  package subscript(key: String) -> ResourceAddress? { identifiers[key]?.address }

  /// The addresses among the identifiers, in order.
  package var addresses: [ResourceAddress] { identifiers.values.compactMap(\.address) }

  /// The address's text without the identifiers that are one of these addresses.
  package func text(without shown: Set<ResourceAddress>) -> String {
    var copy = self
    copy.identifiers = identifiers.filter { $0.value.address.map { !shown.contains($0) } ?? true }
    return copy.identifiers.isEmpty ? model : copy.address.description
  }

  /// These parts with one address replaced by another, at any depth.
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
