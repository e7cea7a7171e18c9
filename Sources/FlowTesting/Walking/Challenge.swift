import Model
import OrderedCollections

/// What the flow executor shows: a stage that wants an answer, or an end.
struct Challenge: Sendable {
  /// Always a map with a `component`.
  let value: Value

  init?(_ value: Value) {
    guard value["component"]?.string != nil else { return nil }
    self.value = value
  }

  /// Such as `ak-stage-identification`.
  var component: String { value["component"]?.string ?? "" }

  /// Nil for a component that flowform does not know.
  var stage: StageKind? { StageKind(component: component) }

  /// Why the server refused the last answer: the messages of each field. Nil if it did not; empty for a refusal without
  /// a message (recorded).
  var errors: ValueMap? { value["response_errors"]?.map }

  /// Sending an e-mail again is always answered as a refusal (recorded).
  var refusal: ValueMap? {
    let codes = errors?.values.flatMap { ($0.list ?? []).map { $0["code"]?.string } } ?? []
    return !codes.isEmpty && codes.allSatisfy { $0 == "email-sent" } ? nil : errors
  }

  /// The messages of one field of the errors, or of all of them.
  static func messages(_ errors: Value?) -> [String] {
    (errors?.list ?? []).map { $0["string"]?.string ?? $0.string ?? JSONWriter.write($0) }
  }

  var isRedirect: Bool { component == "xak-flow-redirect" }
  var isDenial: Bool { component == "ak-stage-access-denied" }
  var isFlowError: Bool { component == "ak-stage-flow-error" }
  /// No answer leads on.
  var isEnd: Bool { isRedirect || isDenial || isFlowError || component == "ak-stage-session-end" }

  /// Where a redirect leads.
  var target: String { value["to"]?.string ?? "" }
  /// Why access is denied.
  var denial: String { value["error_message"]?.string ?? "" }
}

extension Challenge: CustomStringConvertible {
  /// What a message says of it: "the stage `password`, with the error …".
  var description: String {
    switch component {
    case "xak-flow-redirect": return "a redirect to `\(target)`"
    case "ak-stage-access-denied":
      return denial.isEmpty ? "a denial without a message" : "a denial: \(denial)"
    case "ak-stage-flow-error":
      let reason = value["error"]?.string.map { ": \($0)" } ?? ""
      let request = value["request_id"]?.string.map {
        " (request \($0); the log of the server has the cause)"
      }
      return "an error of the server\(reason)\(request ?? "")"
    default:
      let name =
        stage.map { "the stage `\($0.name)`" } ?? "a challenge `\(component)`, which flowform does not know"
      return errors.map { "\(name), which refuses the answer\(Self.summary($0))" } ?? name
    }
  }

  /// ` with …` for the messages of a refusal; empty if it has none.
  static func summary(_ errors: ValueMap) -> String {
    let texts = errors.map { field, list in
      "`\(field)`: \(messages(list).joined(separator: " "))"
    }
    return texts.isEmpty ? " without a message" : " with " + texts.joined(separator: "; ")
  }
}
