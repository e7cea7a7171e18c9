import Foundation

/// Evaluates the part of GitHub's expressions that a recipe uses: contexts, comparisons with a text, `!`, `&&`, the first
/// of several values that is not empty, and questions about the job's status.
struct GitHubExpression {
  /// The values of the contexts, such as `github.event_name`. A missing value is an error, not an empty text.
  let contexts: [String: String]
  var hasFailed = false

  /// True if a step runs. A condition that does not ask about the job's status also needs that nothing has failed.
  func runs(_ condition: String?) throws -> Bool {
    guard let condition else { return !hasFailed }
    let asks = ["always()", "cancelled()", "failure()"].contains { condition.contains($0) }
    return try (asks || !hasFailed) && isTrue(Self.inner(condition))
  }

  /// Replaces the expressions in a text by their values.
  func interpolated(_ text: String) throws -> String {
    try text.replacing(#/\$\{\{(.+?)\}\}/#) { try value(Self.trimmed($0.1)) }
  }

  private func isTrue(_ condition: String) throws -> Bool {
    try condition.split(separator: "&&").allSatisfy { part in
      let term = Self.trimmed(part)
      if term.hasPrefix("!") { return try !isTrue(String(term.dropFirst())) }
      return try !["", "false"].contains(value(term))
    }
  }

  private func value(_ term: String) throws -> String {
    let choices = term.components(separatedBy: " || ")
    if choices.count > 1 { return try choices.map(value).first { !$0.isEmpty } ?? "" }
    let sides = term.split(separator: " == ")
    if sides.count == 2 { return try value(String(sides[0])) == value(String(sides[1])) ? "true" : "false" }
    if term.hasPrefix("'"), term.hasSuffix("'") { return String(term.dropFirst().dropLast()) }
    switch term {
    case "always()": return "true"
    case "cancelled()": return "false"
    case "failure()": return hasFailed ? "true" : "false"
    default:
      // A step that did not run has no outputs.
      if term.hasPrefix("steps.") { return contexts[term] ?? "" }
      guard let value = contexts[term] else { throw RecipeFailure("there is no \(term) here") }
      return value
    }
  }

  private static func inner(_ text: String) -> String {
    text.hasPrefix("${{") ? trimmed(text.dropFirst(3).dropLast(2)) : text
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
