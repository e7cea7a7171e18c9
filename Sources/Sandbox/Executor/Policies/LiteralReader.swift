import Model
import OrderedCollections

/// Reads Python's literals: texts, numbers, `True`, `False`, `None`, lists, tuples and dictionaries with texts as keys.
struct LiteralReader {
  private var rest: Substring.UnicodeScalarView
  /// Of brackets inside of brackets.
  private var depth = 0
  /// Python refuses more than 200.
  private static let deepest = 100

  init(_ source: String) {
    rest = source[...].unicodeScalars
  }

  /// Skips blank lines and comments. False at the end of the text.
  mutating func skipEmptyLines() -> Bool {
    while true {
      let before = rest
      takeSpaces()
      guard takeLineBreak() else {
        if rest.isEmpty { return false }
        // An indented statement is an error in Python; no statement begins with a space.
        rest = before
        return true
      }
    }
  }

  var isAtEndOfLine: Bool {
    var copy = self
    return copy.takeEndOfLine()
  }

  mutating func takeEndOfLine() -> Bool {
    takeSpaces()
    return takeLineBreak() || rest.isEmpty
  }

  @discardableResult
  mutating func takeSpaces() -> Bool {
    guard rest.first == " " || rest.first == "\t" else { return false }
    rest = rest.drop { $0 == " " || $0 == "\t" }
    return true
  }

  /// Takes a text if it comes next, after spaces.
  mutating func take(_ text: String) -> Bool {
    var other = rest
    if text.unicodeScalars.first.map(Self.isWord) == false { other = other.drop { $0 == " " || $0 == "\t" } }
    guard other.starts(with: text.unicodeScalars) else { return false }
    other = other.dropFirst(text.unicodeScalars.count)
    if let last = text.unicodeScalars.last, let next = other.first, Self.isWord(last), Self.isWord(next) {
      return false
    }
    rest = other
    return true
  }

  /// Reads the only argument of a call, up to its bracket.
  mutating func argument() -> Value? {
    takeBlanks()
    guard let value = literal() else { return nil }
    takeBlanks()
    return take(")") ? value : nil
  }

  /// Nil if something else comes next.
  mutating func literal() -> Value? {
    guard depth < Self.deepest else { return nil }
    depth += 1
    defer { depth -= 1 }
    takeSpaces()
    for (name, value) in Self.names where take(name) { return value }
    switch rest.first {
    case "[": return items(until: "]").map(Value.list)
    case "(": return tuple()
    case "{": return entries()
    case "'", "\"": return text().map(Value.string)
    default: return number()
    }
  }

  private static let names: [(String, Value)] = [("True", true), ("False", false), ("None", .null)]

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }

  private mutating func takeLineBreak() -> Bool {
    if rest.first == "#" { rest = rest.drop { !Self.isLineBreak($0) } }
    guard let first = rest.first, Self.isLineBreak(first) else { return false }
    rest.removeFirst()
    return true
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  /// Inside of brackets, lines may end anywhere.
  private mutating func takeBlanks() {
    repeat { takeSpaces() } while takeLineBreak()
  }

  private mutating func items(until end: Unicode.Scalar) -> [Value]? {
    rest.removeFirst()
    var items: [Value] = []
    while true {
      takeBlanks()
      if rest.first == end { break }
      guard let item = literal() else { return nil }
      items.append(item)
      takeBlanks()
      guard take(",") else { break }
    }
    guard rest.first == end else { return nil }
    rest.removeFirst()
    return items
  }

  /// One value in brackets without a comma is only that value.
  private mutating func tuple() -> Value? {
    let before = rest
    guard let items = items(until: ")") else { return nil }
    let inside = before.dropLast(rest.count + 1)
    let hasComma = inside.reversed().first { $0 != " " && !Self.isLineBreak($0) } == ","
    return items.count == 1 && !hasComma ? items[0] : .list(items)
  }

  private mutating func entries() -> Value? {
    rest.removeFirst()
    var entries = ValueMap()
    while true {
      takeBlanks()
      if rest.first == "}" { break }
      guard let key = text() else { return nil }
      takeBlanks()
      guard take(":") else { return nil }
      takeBlanks()
      guard let value = literal() else { return nil }
      entries[key] = value
      takeBlanks()
      guard take(",") else { break }
    }
    guard rest.first == "}" else { return nil }
    rest.removeFirst()
    return .map(entries)
  }

  private mutating func number() -> Value? {
    let digits = rest.prefix { Self.isWord($0) || "+-.".unicodeScalars.contains($0) }
    let text = String(digits)
    let isPlain = text.unicodeScalars.allSatisfy { "0123456789+-.eE".unicodeScalars.contains($0) }
    guard isPlain, let first = text.utf8.first, first != UInt8(ascii: "e") else { return nil }
    let value = Int(text).map(Value.integer) ?? Double(text).map(Value.double)
    guard let value else { return nil }
    rest = rest.dropFirst(digits.count)
    return value
  }

  private mutating func text() -> String? {
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    let mark = String(quote)
    let isLong = rest.starts(with: (mark + mark + mark).unicodeScalars)
    let end = isLong ? mark + mark + mark : mark
    rest = rest.dropFirst(end.unicodeScalars.count)
    var text = String.UnicodeScalarView()
    while let next = rest.first {
      if rest.starts(with: end.unicodeScalars) {
        rest = rest.dropFirst(end.unicodeScalars.count)
        return String(text)
      }
      if Self.isLineBreak(next), !isLong { return nil }
      rest.removeFirst()
      guard next == "\\" else {
        text.append(next)
        continue
      }
      guard let escaped = escape() else { return nil }
      text.append(contentsOf: escaped)
    }
    return nil
  }

  /// What stands for the characters after a backslash; an unknown one keeps it.
  private mutating func escape() -> [Unicode.Scalar]? {
    guard let next = rest.popFirst() else { return nil }
    switch next {
    case "\n": return []
    case "n": return ["\n"]
    case "r": return ["\r"]
    case "t": return ["\t"]
    case "\\", "'", "\"": return [next]
    case "x", "u":
      let digits = rest.prefix(next == "x" ? 2 : 4)
      guard let number = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(number) else {
        return nil
      }
      rest = rest.dropFirst(digits.count)
      return [scalar]
    default: return ["\\", next]
    }
  }
}
