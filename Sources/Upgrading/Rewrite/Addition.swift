/// A field to add to the attributes of an entry.
struct Addition: Hashable {
  let name: String
  /// As YAML in one line.
  let value: String
  /// The field that it is to follow, if that is there.
  let after: String?
  /// The lines of the field in a block map, without indentation. Nil for the name and the value on one line.
  var lines: [String]?

  /// The lines in a block map.
  var blockLines: [String] { lines ?? ["\(name): \(value)"] }
}
