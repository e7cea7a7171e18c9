package import Model

/// A position as editors count it: lines from 0, and UTF-16 code units from 0 inside of the line.
package struct TextPosition: Sendable, Hashable, Comparable {
  package let line: Int
  package let character: Int

  package init(line: Int, character: Int) {
    self.line = line
    self.character = character
  }

  package init?(_ value: Value?) {
    guard let line = value?["line"]?.integer, let character = value?["character"]?.integer, line >= 0,
      character >= 0
    else { return nil }
    self.init(line: line, character: character)
  }

  package static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.character) < (right.line, right.character)
  }

  package var value: Value { ["line": .integer(line), "character": .integer(character)] }
}

/// A range of a text; its end is not part of it.
package struct TextRange: Sendable, Hashable {
  package let start: TextPosition
  package let end: TextPosition

  package init(_ start: TextPosition, _ end: TextPosition) {
    self.start = start
    self.end = end
  }

  package init?(_ value: Value?) {
    guard let start = TextPosition(value?["start"]), let end = TextPosition(value?["end"]) else { return nil }
    self.init(start, end)
  }

  package var value: Value { ["start": start.value, "end": end.value] }
}
