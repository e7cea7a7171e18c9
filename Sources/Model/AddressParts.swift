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
  fileprivate var value: Value {
    switch self {
    case .bare(let text): .string(text)
    case .value(let value): value
    case .address(let parts): .reference(Reference(parts.address, symbol: .null))
    }
  }
}
