import Model
import OrderedCollections

/// A refused request: the status and body of the answer.
struct Refusal: Error, Sendable {
  let status: Int
  /// Nil for the empty answer of a crash.
  let body: Value?

  init(_ status: Int, detail: String) {
    self.status = status
    body = ["detail": .string(detail)]
  }

  init(_ status: Int, body: Value?) {
    self.status = status
    self.body = body
  }

  /// Errors by field: a list of messages each.
  static func invalid(_ errors: ValueMap) -> Refusal {
    Refusal(400, body: .map(errors))
  }

  static func methodNotAllowed(_ method: String) -> Refusal {
    Refusal(405, detail: "Method \"\(method)\" not allowed.")
  }

  static let crash = Refusal(405, body: nil)
  static let anonymous = Refusal(403, detail: "Authentication credentials were not provided.")
  static let invalidToken = Refusal(403, detail: "Token invalid/expired")
  static let forbidden = Refusal(403, detail: "You do not have permission to perform this action.")
  static let invalidPage = Refusal(404, detail: "Invalid page.")
}
