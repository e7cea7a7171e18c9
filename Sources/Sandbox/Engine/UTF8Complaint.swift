/// Python's messages about bytes that are not UTF-8.
enum UTF8Complaint {
  /// Nil if all bytes are UTF-8.
  static func first(in bytes: [UInt8]) -> String? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var position = 0
    while position < bytes.count {
      let length = length(of: bytes[position])
      guard length > 0 else { return complaint(bytes, position, 1, "invalid start byte") }
      var valid = 1
      while valid < length {
        guard position + valid < bytes.count else {
          return complaint(bytes, position, valid, "unexpected end of data")
        }
        guard isContinuation(bytes[position + valid], of: bytes[position], at: valid) else {
          return complaint(bytes, position, valid, "invalid continuation byte")
        }
        valid += 1
      }
      position += length
    }
    return nil
  }

  private static func length(of start: UInt8) -> Int {
    switch start {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }

  private static func isContinuation(_ byte: UInt8, of start: UInt8, at index: Int) -> Bool {
    guard (0x80..<0xC0).contains(byte) else { return false }
    guard index == 1 else { return true }
    return switch start {
    case 0xE0: byte >= 0xA0
    case 0xED: byte < 0xA0
    case 0xF0: byte >= 0x90
    case 0xF4: byte < 0x90
    default: true
    }
  }

  private static func complaint(_ bytes: [UInt8], _ position: Int, _ count: Int, _ reason: String) -> String {
    guard count == 1 else {
      return "'utf-8' codec can't decode bytes in position \(position)-\(position + count - 1): \(reason)"
    }
    let digits = String(bytes[position], radix: 16)
    return "'utf-8' codec can't decode byte 0x\(digits) in position \(position): \(reason)"
  }
}
