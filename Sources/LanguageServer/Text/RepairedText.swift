import Model
package import YAML

/// A text that is YAML, made from one that may not be: lines that libyaml cannot read are blank in it.
///
/// All other lines keep their places, so that findings in the rest of a file can be told while a line is being written.
package struct RepairedText: Sendable {
  /// How often a text is parsed to find what to leave out.
  private static let attempts = 16

  /// The text with blank lines instead of the broken ones.
  package private(set) var bytes: [UInt8]
  /// Why the original text is not YAML. Nil if it is.
  package private(set) var error: YAMLError?
  /// The lines that are blank now, counted from 1.
  package private(set) var blankLines: Set<Int> = []

  /// Nil if no repair was found, with the error.
  package static func repair(_ bytes: [UInt8]) -> (text: RepairedText?, error: YAMLError?) {
    guard let error = Self.error(of: bytes) else { return (RepairedText(bytes: bytes), nil) }
    var repaired = RepairedText(bytes: bytes)
    repaired.error = error
    return (repaired.search(from: error) ? repaired : nil, error)
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private static func error(of bytes: [UInt8]) -> YAMLError? {
    do throws(YAMLError) { _ = try NodeReader.read(bytes) } catch { return error }
    return nil
  }

  private mutating func search(from first: YAMLError) -> Bool {
    var error = first
    var remaining = Self.attempts
    while remaining > 0 {
      let lines = SourceLines(bytes)
      var best: (lines: [Int], bytes: [UInt8], error: YAMLError)?
      for candidate in Self.candidates(error, lines) {
        let blank = Set(candidate.lines)
        let text = Self.blanking(blank, lines, keepsDash: candidate.keepsDash, in: bytes)
        guard text != bytes, remaining > 0 else { continue }
        remaining -= 1
        guard let next = Self.error(of: text) else {
          bytes = text
          blankLines.formUnion(blank)
          return true
        }
        if next.mark.line > (best?.error.mark ?? error.mark).line { best = (Array(blank), text, next) }
      }
      guard let best else { return false }
      bytes = best.bytes
      blankLines.formUnion(best.lines)
      error = best.error
    }
    return false
  }

  /// Lines that may be to blame, the smallest parts first: where the unfinished part began, where libyaml stopped, the line
  /// before, the entry around them, and all that follows.
  ///
  /// The dash of a single line is kept at first: what follows may belong to its item.
  private static func candidates(
    _ error: YAMLError, _ lines: SourceLines
  ) -> [(lines: [Int], keepsDash: Bool)] {
    let start = Int((error.start ?? error.mark).line)
    let end = Int(error.mark.line)
    var previous = end - 1
    while previous > 1, lines[previous]?.allSatisfy(\.isWhitespace) == true { previous -= 1 }
    // Without a beginning, the text before was complete until this line went on with it: a half-typed key.
    let order = error.start == nil ? [previous, end] : [start, end, previous]
    let single = order.filter { $0 >= 1 && $0 <= lines.count }
    let first = min(start, end)
    return single.map { ([$0], true) } + single.map { ([$0], false) } + [
      (Array(entry(around: first, lines)), false), (Array(first...max(first, lines.count)), false),
    ]
  }

  /// The lines of the list item around a line, by their indents.
  private static func entry(around line: Int, _ lines: SourceLines) -> ClosedRange<Int> {
    func dash(_ number: Int) -> Int? {
      guard let text = lines[number], let first = text.firstIndex(where: { $0 != " " }), text[first] == "-"
      else {
        return nil
      }
      return text.distance(from: text.startIndex, to: first)
    }
    var first = line
    var indent = dash(line) ?? Int.max
    var position = line
    // The outermost item: blueprints have their entries in one list.
    while position > 1 {
      position -= 1
      if let outer = dash(position), outer < indent { (first, indent) = (position, outer) }
      if let text = lines[position], let character = text.first, character != " ", character != "-",
        character != "#"
      {
        break
      }
    }
    var last = line
    while last < lines.count, dash(last + 1).map({ $0 > indent }) ?? true { last += 1 }
    return first...max(first, last)
  }

  /// The text without the content of these lines.
  private static func blanking(
    _ numbers: Set<Int>, _ lines: SourceLines, keepsDash: Bool, in bytes: [UInt8]
  ) -> [UInt8] {
    var bytes = bytes
    let space = UInt8(ascii: " ")
    for number in numbers {
      guard let range = lines.range(ofLine: number) else { continue }
      let content = range.first { bytes[$0] != space } ?? range.upperBound
      let isItem =
        content < range.upperBound && bytes[content] == UInt8(ascii: "-")
        && (content + 1 == range.upperBound || bytes[content + 1] == space)
      for position in (keepsDash && isItem ? content + 1 : content)..<range.upperBound {
        bytes[position] = space
      }
    }
    return bytes
  }
}
