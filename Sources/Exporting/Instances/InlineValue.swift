import Model
import OrderedCollections
import Upgrading
import YAML

/// A value of a context as YAML in one line. Secrets become variables.
enum InlineValue {
  static func text(_ value: Value, _ path: [String], _ variables: inout SecretVariables) -> String {
    text(value, path, &variables, isSecret: false)
  }

  private static func text(
    _ value: Value, _ path: [String], _ variables: inout SecretVariables, isSecret: Bool
  ) -> String {
    let isSecret = isSecret || path.dropFirst().last.map(SecretGuess.covers) == true
    switch value {
    case .map(let map):
      var pairs: [String] = []
      for (key, value) in map {
        pairs.append("\(self.key(key)): \(text(value, path + [key], &variables, isSecret: isSecret))")
      }
      return "{\(pairs.joined(separator: ", "))}"
    case .list(let items):
      var texts: [String] = []
      for item in items { texts.append(text(item, path, &variables, isSecret: isSecret)) }
      return "[\(texts.joined(separator: ", "))]"
    case .null, .bool: return JSONWriter.write(value)
    default:
      let text = value.string ?? JSONWriter.write(value)
      if !text.isEmpty, isSecret || SecretGuess.looksSecret(text) {
        return "!Env \(variables.name(of: text, at: path))"
      }
      return value.string.map { SourceNode.ScalarStyle.plain.written($0, isInFlow: true) } ?? text
    }
  }

  static func key(_ name: String) -> String {
    SourceNode.ScalarStyle.plain.written(name, isInFlow: true)
  }
}
