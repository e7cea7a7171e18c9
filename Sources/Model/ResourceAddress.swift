/// The name of one object in plans and state: its model and identifiers, `app.model[key=value,…]`.
///
/// Identifiers are sorted by key. A value is quoted if it holds anything but letters, digits, `-`, `_` and
/// `.`. A reference is written as the address of its target, never as a primary key.
///
/// A class, because it is stored many times in tables, plans and records.
package final class ResourceAddress: Sendable {
  package let model: String
  package let description: String
  /// Computed once, because addresses are looked up at every step.
  private let hash: Int

  /// Makes the address from identifiers; references among them are already addresses as text.
  package init(model: String, identifiers: [(key: String, value: Value)]) {
    self.model = model
    // There is nearly always one, and nothing to sort.
    let sorted = identifiers.count > 1 ? identifiers.sorted { $0.key < $1.key } : identifiers
    var text = ""
    // Enough for nearly all addresses, so the text is reallocated at most once.
    text.reserveCapacity(model.utf8.count + 48)
    text += model
    text += "["
    for (position, (key, value)) in sorted.enumerated() {
      if position > 0 { text += "," }
      text += key
      text += "="
      text += Self.text(of: value)
    }
    text += "]"
    description = text
    hash = description.hashValue
  }

  package convenience init(model: String, identifiers: ValueMap) {
    self.init(model: model, identifiers: Array(identifiers))
  }

  /// Reads an address from a user or the state file; nil if it is not one.
  package init?(_ text: String) {
    // By bytes, for speed: a state has one for each of its objects.
    let bytes = text.utf8
    guard let bracket = bytes.firstIndex(of: UInt8(ascii: "[")), bytes.last == UInt8(ascii: "]"),
      bracket != bytes.startIndex, bytes[..<bracket].contains(UInt8(ascii: "."))
    else { return nil }
    model = String(text[..<bracket])
    description = text
    hash = description.hashValue
  }

  private static func text(of value: Value) -> String {
    if case .reference(let reference) = value { return reference.address.description }
    guard case .string(let text) = value else { return JSONWriter.write(value, style: .canonical) }
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
    return isPlain ? text : JSONWriter.write(value)
  }
}

extension ResourceAddress: Hashable, CustomStringConvertible, Comparable {
  package static func == (left: ResourceAddress, right: ResourceAddress) -> Bool {
    left === right || (left.hash == right.hash && left.description == right.description)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(hash)
  }

  package static func < (left: ResourceAddress, right: ResourceAddress) -> Bool {
    left.description < right.description
  }
}
