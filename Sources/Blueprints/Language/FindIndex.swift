import Model

/// An index of the entries that may match a `!Find` condition. It avoids a search through the whole set for each
/// condition.
struct FindIndex {
  struct Column {
    /// The entries with a known value of the field, by that value.
    var literals: [Value: [Int]] = [:]
    /// The entries with a value that is not known yet, and the entries without a value.
    var others: [Int] = []
  }

  struct Key: Hashable {
    let model: String
    let field: String
  }

  var columns: [Key: Column] = [:]
  var entries: [String: [Int]] = [:]
}
