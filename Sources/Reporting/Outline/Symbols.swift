/// The symbols of a plan, with or without Unicode.
package struct Symbols: Sendable, Hashable {
  let arrow: String
  let ellipsis: String
  private let restore: String

  package static let unicode = Symbols(arrow: "→", ellipsis: "…", restore: "↺")
  package static let ascii = Symbols(arrow: "->", ellipsis: "...", restore: "!")

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
