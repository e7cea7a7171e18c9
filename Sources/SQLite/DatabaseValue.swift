/// A value that a statement takes as an argument.
package enum DatabaseValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  /// A text, or null for nil.
  package init(_ text: String?) {
    self = text.map { .text($0) } ?? .null
  }

  package init(_ number: Int) {
    self = .integer(Int64(number))
  }
}
