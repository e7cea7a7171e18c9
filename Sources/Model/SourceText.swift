/// The text of a file that was read, which knows its lines.
package struct SourceText: Sendable {
  /// The path as the user gave or would write it; `<stdin>` for standard input.
  package let file: String
  package let bytes: [UInt8]

  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// A line without its end, counted from 1; nil beyond the last one.
  package func line(_ number: Int) -> String? {
    guard number >= 1 else { return nil }
    var rest = bytes[...]
    for _ in 1..<number {
      guard let end = rest.firstIndex(of: 0x0A) else { return nil }
      rest = rest[(end + 1)...]
    }
    let line = rest.prefix { $0 != 0x0A }
    return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
  }
}
