import Model
import YAML

/// A flow that was walked by hand, as a test.
package struct FlowRecording: Sendable {
  /// A test file.
  package let text: String
  /// The variables of the environment that the test reads.
  package let variables: [String]
  /// What the walk has left on the server.
  package let leftBehind: [String]
}

/// A step of a recording.
struct RecordedStep {
  let stage: StageKind
  let component: String
  /// The keys of a prompt's fields.
  let fields: [String]
  let answer: [YAMLTree.Pair]
  /// The messages of a refusal, one for each field; nil if the answer was accepted.
  let errors: [(field: String, message: String)]?

  var tree: YAMLTree {
    var pairs: [YAMLTree.Pair] = [.pair("stage", .value(.string(stage.name)))]
    if !fields.isEmpty { pairs.append(.pair("fields", .list(fields.map { .value(.string($0)) }))) }
    pairs.append(.pair("answer", .map(answer)))
    if let errors {
      let patterns = errors.map { error in
        YAMLTree.Pair.pair(error.field, .value(.string(TextPattern(matching: error.message).source)))
      }
      pairs.append(.pair("errors", .map(patterns)))
    }
    return .map(pairs)
  }
}
