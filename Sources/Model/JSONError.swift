/// Why a text is not JSON, and where: a byte offset, with line and column from 1 (column in characters).
package struct JSONError: Error, Hashable {
  package enum Reason: Hashable, Sendable {
    case empty
    case unexpectedEnd
    case unexpectedCharacter
    case invalidLiteral
    case invalidNumber
    case controlCharacter
    case invalidEscape
    case invalidUTF8(byte: UInt8)
    case trailingContent
    case trailingComma
    case tooDeep
    case tooMany
  }

  package let reason: Reason
  package let offset: Int
  package let line: Int
  package let column: Int

  package init(_ reason: Reason, offset: Int, line: Int, column: Int) {
    self.reason = reason
    self.offset = offset
    self.line = line
    self.column = column
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String {
    let what =
      switch reason {
      case .empty: "the text is empty"
      case .unexpectedEnd: "the text ends too early"
      case .unexpectedCharacter: "a character that is not allowed here"
      case .invalidLiteral: "a word other than true, false or null"
      case .invalidNumber: "a malformed number"
      case .controlCharacter: "a control character inside a text"
      case .invalidEscape: "a malformed escape"
      case .invalidUTF8: "bytes that are not UTF-8"
      case .trailingContent: "content after the end of the value"
      case .trailingComma: "a comma before the end of a list or map"
      case .tooDeep: "lists and maps nested too deeply"
      case .tooMany: "too many values"
      }
    return "line \(line), column \(column): \(what)"
  }
}
