/// A reference from a stored object to another one, by a field.
struct Link: Sendable {
  let source: StoredObject
  let field: String
}
