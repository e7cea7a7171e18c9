import Model
import OrderedCollections

/// A policy in Python. Only constant code is evaluated (`LiteralScript`); any other counts as passed.
struct ExpressionPolicy: FlowPolicy {
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) throws -> PolicyResult {
    guard let script = LiteralScript(policy.fields["expression"]?.string ?? "") else {
      run.notEvaluated.append(policy.fields["name"]?.string ?? "")
      return PolicyResult(passes: true)
    }
    switch script.outcome {
    case .value(let value):
      return PolicyResult(passes: LiteralScript.isTrue(value), messages: script.messages)
    case .error(let message): throw FlowFailure(message: message)
    }
  }
}
