import Model

/// The identifiers inside the text of an address.
struct AddressParts {
  let model: String
  let pairs: [(key: String, value: String)]

  init(_ address: ResourceAddress) {
    model = address.model
    let inner = address.description.dropFirst(address.model.count + 1).dropLast()
    pairs = Self.split(inner).map { part in
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
    }
  }

  /// Splits at commas that stand in no brackets and no quotes.
  private static func split(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for index in text.indices {
      switch text[index] {
      case _ where isEscaped: isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"": isQuoted.toggle()
      case _ where isQuoted: break
      case "[", "{": depth += 1
      case "]", "}": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    parts.append(text[start...])
    return parts.filter { !$0.isEmpty }
  }

  /// The address that stands under an identifier; nil where it is none.
  subscript(key: String) -> ResourceAddress? {
    pairs.first { $0.key == key }.flatMap { ResourceAddress($0.value) }
  }

  /// The address's text without those identifiers that are one of these addresses.
  func text(without shown: Set<ResourceAddress>) -> String {
    let kept = pairs.filter { pair in ResourceAddress(pair.value).map { !shown.contains($0) } ?? true }
    guard !kept.isEmpty else { return model }
    return "\(model)[\(kept.map { "\($0.key)=\($0.value)" }.joined(separator: ","))]"
  }
}
