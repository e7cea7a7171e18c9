import Model
import OrderedCollections

/// Python code without variables: messages to the visitor, then a constant result.
///
/// It knows the statements `ak_message("…")` and `return LITERAL`, blank lines and comments. All other code would have to
/// be run.
struct LiteralScript: Equatable {
  enum Outcome: Equatable {
    case value(Value)
    /// The text of the error that the code raises.
    case error(String)
  }

  private(set) var messages: [String] = []
  /// Code without a `return` has no value.
  private(set) var outcome = Outcome.value(.null)

  /// Nil for any other code.
  init?(_ source: String) {
    var reader = LiteralReader(source)
    var isDone = false
    while reader.skipEmptyLines() {
      guard !isDone, let result = statement(&reader), reader.takeEndOfLine() else { return nil }
      isDone = result
    }
  }

  /// Reads one statement. True for a `return`, nil for a statement of another form.
  private mutating func statement(_ reader: inout LiteralReader) -> Bool? {
    if reader.take("ak_message(") {
      guard case .string(let message)? = reader.argument() else { return nil }
      messages.append(message)
      return false
    }
    guard reader.take("return") else { return nil }
    if reader.isAtEndOfLine { return true }
    guard reader.takeSpaces(), let value = reader.literal() else { return nil }
    outcome = .value(value)
    guard reader.take("/") else { return true }
    guard let dividend = value.integer, let divisor = reader.literal()?.integer else { return nil }
    outcome = divisor == 0 ? .error("division by zero") : .value(.double(Double(dividend) / Double(divisor)))
    return true
  }

  /// Whether Python counts a value as true.
  static func isTrue(_ value: Value) -> Bool {
    switch value {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .double(let number): number != 0
    case .string(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.isEmpty
    case .bigInteger, .reference, .pending: true
    }
  }
}
