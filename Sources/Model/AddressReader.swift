import OrderedCollections

/// Reads an address as plans print it: `model[key=value,…]`.
package struct AddressReader {
  /// Why a text is not an address, with an example of one.
  package struct Failure: Error, Hashable {
    package let message: String
  }

  private let text: [UInt8]
  private var position = 0

  package static func read(_ text: String) throws(Failure) -> AddressParts {
    var reader = AddressReader(text: Array(text.utf8))
    guard let parts = reader.address(), reader.position == reader.text.count else {
      throw Failure(
        message:
          "\(text) is not an address such as authentik_flows.flow[slug=login]; in a shell, put it in quotes"
      )
    }
    return parts
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func word() -> String {
    let start = position
    while let byte = next, Self.isPlain(byte) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  private mutating func address() -> AddressParts? {
    let model = word().lowercased()
    guard model.split(separator: ".").count == 2, take("[") else { return nil }
    return identifiers(of: model)
  }

  private mutating func identifiers(of model: String) -> AddressParts? {
    var identifiers: OrderedDictionary<String, AddressParts.Part> = [:]
    repeat {
      let key = word()
      guard !key.isEmpty, identifiers[key] == nil, take("="), let part = part() else { return nil }
      identifiers[key] = part
    } while take(",")
    return take("]") ? AddressParts(model: model, identifiers: identifiers) : nil
  }

  private mutating func part() -> AddressParts.Part? {
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{"):
      let start = position
      guard let end = endOfJSON(), let value = try? JSONReader.read(Array(text[start..<end])) else {
        return nil
      }
      position = end
      return .value(value)
    default:
      let text = word()
      guard !text.isEmpty else { return nil }
      guard take("[") else { return .bare(text) }
      guard text.split(separator: ".").count == 2 else { return nil }
      return identifiers(of: text.lowercased()).map { .address($0) }
    }
  }

  /// The end of the JSON value that begins here: brackets outside of texts are balanced.
  private func endOfJSON() -> Int? {
    var depth = 0
    var isInText = false
    var index = position
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\") where isInText: index += 1
      case UInt8(ascii: "\""): isInText.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += isInText ? 0 : 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= isInText ? 0 : 1
      default: break
      }
      index += 1
      if depth == 0, !isInText { return index }
    }
    return nil
  }
}
