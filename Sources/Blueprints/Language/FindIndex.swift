import Model

/// Which entries may meet a condition of a `!Find`, so that a large set is not searched for each of them.
struct FindIndex {
  struct Column {
    /// The entries whose value of the field is known already, by that value.
    var literals: [Value: [Int]] = [:]
    /// The entries whose value is not known yet, or that have none.
    var others: [Int] = []
  }

  struct Key: Hashable {
    let model: String
    let field: String
  }

  var columns: [Key: Column] = [:]
  var entries: [String: [Int]] = [:]
}
