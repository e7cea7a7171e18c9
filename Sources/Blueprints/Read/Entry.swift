package import Model
package import YAML

/// An entry of a blueprint, as written in its file.
package final class Entry: Sendable {
  package let file: String
  package let mark: Mark
  /// The name for `!KeyOf`, inside the file.
  package let id: String?
  package let model: Node
  package let state: Node?
  /// The fields that find the object. Some kinds need none.
  package let identifiers: EntryPart?
  package let attrs: EntryPart?
  package let conditions: [Node]
  package let permissions: [Node]

  init(
    file: String, mark: Mark, id: String?, model: Node, state: Node?, identifiers: EntryPart?,
    attrs: EntryPart?, conditions: [Node], permissions: [Node]
  ) {
    self.file = file
    self.mark = mark
    self.id = id
    self.model = model
    self.state = state
    self.identifiers = identifiers
    self.attrs = attrs
    self.conditions = conditions
    self.permissions = permissions
  }

  package var location: SourceLocation { mark.location(in: file) }

  func with(attrs: EntryPart?) -> Entry {
    Entry(
      file: file, mark: mark, id: id, model: model, state: state, identifiers: identifiers, attrs: attrs,
      conditions: conditions, permissions: permissions)
  }
}
