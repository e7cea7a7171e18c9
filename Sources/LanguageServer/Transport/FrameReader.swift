/// Finds the messages in a stream of bytes: each has a header with its length in bytes (LSP 3.17, base protocol).
///
/// Bytes that are no header are skipped up to the next line that begins with `Content-Length:`.
package struct FrameReader {
  /// The largest message, in bytes. A client that announces more is not waited for.
  package static let limit = 64 << 20

  /// The largest header, in bytes.
  private static let headerLimit = 8192

  private static let name = Array("content-length:".utf8)

  package enum Frame: Equatable {
    case content([UInt8])
    /// A header that names no usable length.
    case garbage
  }

  private var buffer: [UInt8] = []
  private var position = 0
  private let limit: Int
  /// True after garbage was reported, until the next message.
  private var isSkipping = false

  package init(limit: Int = FrameReader.limit) {
    self.limit = limit
  }

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    if position > 1 << 16, position * 2 > buffer.count {
      buffer.removeFirst(position)
      position = 0
    }
    buffer += bytes
  }

  /// The next message. Nil if more bytes are needed.
  package mutating func next() -> Frame? {
    while let header = header() {
      guard let length = header.length else {
        position = header.end
        if let frame = skip() { return frame }
        continue
      }
      guard buffer.count - header.end >= length else { return nil }
      position = header.end + length
      isSkipping = false
      return .content(Array(buffer[header.end..<position]))
    }
    guard buffer.count - position > Self.headerLimit, pendingLength == nil else { return nil }
    // No header is that long. Its last bytes may be the beginning of one.
    position = buffer.count - Self.name.count
    return skip()
  }

  /// Reports garbage once.
  private mutating func skip() -> Frame? {
    defer { isSkipping = true }
    return isSkipping ? nil : .garbage
  }

  /// The length of a message that has begun and whose end has not arrived.
  private var pendingLength: Int? { header()?.length }

  /// The header at the position, or at the next line that begins one. Its length is nil if there is none that can be used.
  private func header() -> (length: Int?, end: Int)? {
    var start = position
    var length: Int?
    var isAtStart = true
    while let end = lineEnd(from: start) {
      let line = buffer[start..<end.content]
      if line.isEmpty {
        return (length, end.next)
      }
      if let found = Self.length(line) {
        length = found <= limit ? found : nil
      } else if length == nil, !isAtStart, !Self.isField(line) {
        return (nil, end.next)
      }
      isAtStart = false
      start = end.next
    }
    return nil
  }

  /// The end of a line, and the start of the next one.
  private func lineEnd(from start: Int) -> (content: Int, next: Int)? {
    guard let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
    return (hasReturn ? end - 1 : end, end + 1)
  }

  private static func isField(_ line: ArraySlice<UInt8>) -> Bool { line.contains(UInt8(ascii: ":")) }

  /// The length that a line names, if it is the field of the length. Garbage may stand before the field.
  private static func length(_ line: ArraySlice<UInt8>) -> Int? {
    let folded = line.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard let field = folded.firstRange(of: name) else { return nil }
    let digits = folded[field.upperBound...].filter { $0 != UInt8(ascii: " ") }
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
