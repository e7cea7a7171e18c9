/// The text of a file that was read.
package struct SourceText: Sendable {
  /// The path as the user wrote or would write it; `<stdin>` for standard input.
  package let file: String
  package let bytes: [UInt8]

  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }
}
