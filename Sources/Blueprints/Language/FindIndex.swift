import Model

/// Which entries may meet a condition of a `!Find`, so that a large set is not searched for each of them.
struct FindIndex {
  struct Column {
    /// The entries whose field is spelled out, by its value.
    var literals: [Value: [Int]] = [:]
    /// The entries whose field stands behind a tag, or is none.
    var others: [Int] = []
  }

  struct Key: Hashable {
    let model: String
    let field: String
  }

  var columns: [Key: Column] = [:]
  var entries: [String: [Int]] = [:]
}
