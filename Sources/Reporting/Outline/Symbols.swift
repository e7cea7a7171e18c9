/// The symbols of a plan, with or without Unicode.
package struct Symbols: Sendable, Hashable {
  let arrow: String
  let ellipsis: String
  private let restore: String
  /// Of a test that passed, and of one that failed.
  let passed: String
  let failed: String

  package static let unicode = Symbols(arrow: "→", ellipsis: "…", restore: "↺", passed: "✓", failed: "✗")
  package static let ascii = Symbols(arrow: "->", ellipsis: "...", restore: "!", passed: "+", failed: "x")

  func text(_ mark: PlanLine.Mark) -> String {
    switch mark {
    case .create, .added: "+"
    case .update: "~"
    case .restore: restore
    case .delete, .removed: "-"
    case .adopt: "="
    case .skip: "."
    case .unchanged, .none: " "
    }
  }
}
