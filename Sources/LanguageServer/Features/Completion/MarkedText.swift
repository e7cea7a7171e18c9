import YAML

/// Texts that may be YAML with a word at the cursor, the likeliest first.
struct MarkedText {
  /// The word. No blueprint contains it.
  static let mark = "flowformXcursorX"

  private let part: CursorPart
  private let before: [UInt8]
  private let word: [UInt8]

  init(_ part: CursorPart) {
    self.part = part
    before = part.before + Self.mark.utf8
    word = Array(part.rest.prefix { !" \t,]}:\"'".utf8.contains($0) })
  }

  /// What was changed, other than the word at the cursor, so that the text can be read.
  enum Change { case none, rest, dash }

  /// Calls the body with each text until it returns something.
  func first<Result>(_ body: (_ text: [UInt8], _ cursor: Int, Change) -> Result?) -> Result? {
    let cursor = part.before.count
    let end: [UInt8] = [0x0A]
    let after = end + part.after
    let rest = Array(part.rest.dropFirst(word.count))
    let colon = Array(": ".utf8)
    if let found = body(before + part.rest + after, cursor, .none) { return found }
    // A key without its colon.
    if let found = body(before + word + colon + rest + after, cursor, .rest) { return found }
    for close in closings {
      if let found = body(before + close + after, cursor, .rest) { return found }
      if let found = body(before + colon + close + after, cursor, .rest) { return found }
    }
    if let found = asItem(body) { return found }
    // What follows belongs to something else.
    for close in closings {
      if let found = body(before + close + end, cursor, .rest) { return found }
      if let found = body(before + colon + close + end, cursor, .rest) { return found }
    }
    return nil
  }

  /// Like `first`, as an item of a list.
  func asItem<Result>(_ body: (_ text: [UInt8], _ cursor: Int, Change) -> Result?) -> Result? {
    guard let dashed else { return nil }
    return body(dashed + part.rest + [0x0A] + part.after, dashed.count - Self.mark.utf8.count, .dash)
  }

  /// Like `first`, without the lines that are to blame.
  func repaired<Result>(_ body: (_ text: [UInt8], _ cursor: Int, Change) -> Result?) -> Result? {
    let after = [0x0A] + part.after
    let rest = Array(part.rest.dropFirst(word.count))
    for text in [before + part.rest + after, before + word + Array(": ".utf8) + rest + after] {
      guard let repaired = RepairedText.repair(text).text else { continue }
      if let found = body(repaired.bytes, part.before.count, .rest) { return found }
    }
    return nil
  }

  /// What may close the brackets and quotes that are open at the cursor.
  private var closings: [[UInt8]] {
    let open = OpenBrackets(of: before)
    guard open.isInQuotes else { return [Array(open.closing.utf8)] }
    return ["\"", "'"].compactMap { quote in
      let open = OpenBrackets(of: before + quote.utf8)
      return open.isInQuotes ? nil : Array((quote + open.closing).utf8)
    }
  }

  /// The text with a dash before the word, which must be alone in its line.
  private var dashed: [UInt8]? {
    let line = part.lineStart
    let start = line.firstIndex { $0 != UInt8(ascii: " ") } ?? line.endIndex
    guard !line[start...].contains(UInt8(ascii: " ")) else { return nil }
    return part.before[..<start] + Array("- ".utf8) + part.before[start...] + Array(Self.mark.utf8)
  }
}
