/// A line and a column in a text; both count from 1, the column in characters.
package struct Mark: Sendable, Hashable {
  package let line: Int32
  package let column: Int32

  package init(line: Int, column: Int) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
  }

  package func location(in file: String) -> SourceLocation {
    SourceLocation(file: file, line: Int(line), column: Int(column))
  }
}
