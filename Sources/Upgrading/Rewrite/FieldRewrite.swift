import Model

/// A change of a field's text that an entry asks for.
///
/// Several entries can share a text through an alias or a merge key. It is only changed if all ask for the same.
enum FieldRewrite: Hashable {
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
