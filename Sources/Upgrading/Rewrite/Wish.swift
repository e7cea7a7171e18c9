import Model

/// A change that an entry wants in the text of its file.
///
/// Several entries can share a text through an alias or a merge key. It is only changed if all want the same.
enum Wish: Hashable {
  case rename(String)
  case wrap
  case drop
  /// Another scalar in place of one.
  case scalar(Value)
  /// Objects in place of a text.
  case objects([ValueMap])
  /// A word replaced in the raw text of a scalar.
  case word(String, by: String)
}

/// A field that an entry wants in a map.
struct Addition: Hashable {
  let name: String
  /// As YAML in one line.
  let value: String
  /// The field that it is to follow, if that is there.
  let after: String?
}
