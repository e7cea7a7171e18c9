package import Model
import OrderedCollections

extension Value {
  /// True if Python counts the value as true. Empty and zero values are false.
  package var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .bigInteger: true
    case .double(let number): number != 0
    case .string(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.isEmpty
    // An object that exists or will exist.
    case .reference, .pending: true
    }
  }

  /// Merges another value over this one: maps merge, lists append, anything else is replaced.
  package func merged(with other: Value) -> Value {
    switch (self, other) {
    case (.map(let mine), .map(let theirs)):
      .map(mine.merging(theirs) { $0.merged(with: $1) })
    case (.list(let mine), .list(let theirs)): .list(mine + theirs)
    default: other
    }
  }
}
