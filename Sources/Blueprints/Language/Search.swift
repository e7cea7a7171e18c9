import Model
import OrderedCollections

/// What a `!Find` or `!FindObject` looks for.
struct Search {
  let model: String
  let conditions: [FindCondition]
  /// The origins of the model and the values. They are part of the found object's address.
  let traces: [ValueTrace]
  /// True if a condition's value needs an answer that the server has not given yet.
  let lacksAnswer: Bool

  var question: Question { .find(model: model, conditions: conditions) }

  var symbol: Value {
    [.string(model), .list(conditions.map { [.string($0.field), $0.value.symbolized] })]
  }

  var description: String {
    let pairs = conditions.map { condition in
      let value = PythonText.text(condition.value)
      return "\(condition.field)=\(value)"
    }
    return "\(model) with \(pairs.joined(separator: ", "))"
  }
}
