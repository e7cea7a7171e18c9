/// A reference between stored objects: which object refers to another, and by which field.
struct Link: Sendable {
  let source: StoredObject
  let field: String
}
