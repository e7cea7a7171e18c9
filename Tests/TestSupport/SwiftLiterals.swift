/// The string literals of a Swift file. Those inside of an interpolation come before the literal around them.
package struct SwiftLiterals {
  /// A literal with the line that it begins on.
  package struct Literal: Sendable, Hashable {
    package let line: Int
    package let text: String
  }

  private let characters: [UInt8]
  private var position = 0
  private var line = 1
  private var found: [Literal] = []

  package static func all(in source: String) -> [Literal] {
    var reader = SwiftLiterals(characters: Array(source.utf8))
    reader.read()
    return reader.found
  }

  private init(characters: [UInt8]) { self.characters = characters }

  private mutating func read() {
    while position < characters.count {
      if starts("//") {
        while position < characters.count, characters[position] != UInt8(ascii: "\n") { position += 1 }
      } else if starts("\"") {
        readLiteral()
      } else {
        advance()
      }
    }
  }

  /// Reads a literal of one or of several lines, from its opening quotes to its closing ones.
  private mutating func readLiteral() {
    let start = line
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    advance(quotes.utf8.count)
    var text: [UInt8] = []
    while position < characters.count, !starts(quotes) {
      if starts("\\(") {
        advance(2)
        skipInterpolation()
        // A word of its own.
        text.append(UInt8(ascii: "x"))
      } else {
        if starts("\\") { advance() }
        guard position < characters.count else { break }
        text.append(characters[position])
        advance()
      }
    }
    advance(quotes.utf8.count)
    found.append(Literal(line: start, text: String(decoding: text, as: UTF8.self)))
  }

  /// Skips the code of an interpolation, which may hold literals itself.
  private mutating func skipInterpolation() {
    var depth = 1
    while position < characters.count, depth > 0 {
      if starts("\"") {
        readLiteral()
      } else {
        if starts("(") { depth += 1 }
        if starts(")") { depth -= 1 }
        advance()
      }
    }
  }

  private func starts(_ text: String) -> Bool { characters[position...].starts(with: text.utf8) }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < characters.count {
      if characters[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }
}
