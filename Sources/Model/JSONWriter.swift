import OrderedCollections

/// Writes a `Value` as JSON.
package struct JSONWriter {
  package enum Style: Sendable {
    /// One line without spaces.
    case compact
    /// Indented by two spaces; keys in their own order.
    case pretty
    /// Like `pretty`, with sorted keys: the same value always has the same text.
    case sorted
    /// Like `compact`, with sorted keys: the input of digests.
    case canonical
  }

  private let style: Style
  private var output: [UInt8] = []

  package static func write(_ value: Value, style: Style = .compact) -> String {
    String(decoding: bytes(of: value, style: style), as: UTF8.self)
  }

  package static func bytes(of value: Value, style: Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.append(value, depth: 0)
    return writer.output
  }

  private init(style: Style) {
    self.style = style
  }

  private var isIndented: Bool { style == .pretty || style == .sorted }

  private var sortsKeys: Bool { style == .sorted || style == .canonical }

  private mutating func append(_ value: Value, depth: Int) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .integer(let number): output += String(number).utf8
    case .bigInteger(let digits): output += digits.utf8
    case .double(let number): output += (number.isFinite ? "\(number)" : "null").utf8
    case .string(let text): append(text)
    case .list(let items):
      append(open: "[", close: "]", count: items.count, depth: depth) { writer, index in
        writer.append(items[index], depth: depth + 1)
      }
    case .reference(let reference): append(reference.value, depth: depth)
    case .pending(let pending): append(pending.value, depth: depth)
    case .map(let entries):
      let order = sortsKeys ? entries.keys.indices.sorted { entries.keys[$0] < entries.keys[$1] } : nil
      append(open: "{", close: "}", count: entries.count, depth: depth) { writer, index in
        let (key, value) = entries.elements[order?[index] ?? index]
        writer.append(key)
        writer.output.append(UInt8(ascii: ":"))
        if writer.isIndented { writer.output.append(UInt8(ascii: " ")) }
        writer.append(value, depth: depth + 1)
      }
    }
  }

  private mutating func append(
    open: Unicode.Scalar, close: Unicode.Scalar, count: Int, depth: Int,
    element: (inout JSONWriter, Int) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for index in 0..<count {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      lineBreak(depth + 1)
      element(&self, index)
    }
    if count > 0 { lineBreak(depth) }
    output.append(UInt8(ascii: close))
  }

  private mutating func lineBreak(_ depth: Int) {
    guard isIndented else { return }
    output.append(0x0A)
    output += repeatElement(0x20, count: depth * 2)
  }

  private mutating func append(_ text: String) {
    output.append(UInt8(ascii: "\""))
    // Nearly all texts are plain.
    if !appendPlain(text) { appendEscaped(text) }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ text: String) {
    if text.unicodeScalars.contains(where: Self.steersTerminal) {
      for scalar in text.unicodeScalars {
        if Self.steersTerminal(scalar) { escape(scalar.value) } else { append(String(scalar).utf8) }
      }
    } else {
      append(text.utf8)
    }
  }

  /// Appends a text that needs no escapes (visible ASCII); false for any other text.
  private mutating func appendPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let isPlain = bytes.allSatisfy {
        (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      if isPlain { output.append(contentsOf: bytes) }
      return isPlain
    }
  }

  /// Control characters beyond ASCII, and those that break lines or change the text direction: JSON is
  /// printed on terminals too.
  private static func steersTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private mutating func escape(_ value: UInt32) {
    let digits = String(value, radix: 16)
    output += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
  }

  private mutating func append(_ text: String.UTF8View) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): output += "\\\"".utf8
      case UInt8(ascii: "\\"): output += "\\\\".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0..<0x20, 0x7F: escape(UInt32(byte))
      default: output.append(byte)
      }
    }
  }
}
