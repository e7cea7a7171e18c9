/// A place in a YAML text. Line and column count from 1, and the column counts characters.
package struct Mark: Sendable, Hashable {
  package let line: Int32
  package let column: Int32

  package init(line: Int, column: Int) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
  }
}
