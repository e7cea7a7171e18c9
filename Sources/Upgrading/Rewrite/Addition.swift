/// A field to add to the attributes of an entry.
struct Addition: Hashable {
  let name: String
  /// As YAML in one line.
  let value: String
  /// The field that it is to follow, if that is there.
  let after: String?
}
