package import Model
package import YAML

/// An entry of a blueprint as it stands in its file.
package struct Entry: Sendable {
  package let file: String
  package let mark: Mark
  /// The name for `!KeyOf` inside the file.
  package let id: String?
  package let model: Node
  package let state: Node?
  /// What finds the object; some kinds do without.
  package let identifiers: EntryPart?
  package let attrs: EntryPart?
  package let conditions: [Node]
  package let permissions: [Node]

  package var location: SourceLocation { mark.location(in: file) }
}

extension Mark {
  package func location(in file: String) -> SourceLocation {
    SourceLocation(file: file, line: Int(line), column: Int(column))
  }
}
