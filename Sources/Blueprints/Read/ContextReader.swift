package import Model
import OrderedCollections
package import YAML

/// Reads a file of values for `!Context`.
package enum ContextReader {
  /// The reason why a file cannot be used, with the place in the file.
  package struct Problem: Error, Sendable {
    package let message: String
  }

  /// Reads the map of a file. An empty file gives an empty map. Blueprint tags have no meaning in it. `kind` is the
  /// name of the file in messages.
  package static func read(
    _ source: SourceText, as kind: String = "a context file"
  ) -> Result<Value, Problem> {
    do {
      guard let root = try NodeReader.read(source.bytes) else { return .success([:]) }
      var diagnostics: [Diagnostic] = []
      guard let value = value(of: root, source.file, kind, &diagnostics), !diagnostics.hasErrors else {
        let first = diagnostics.first { $0.severity == .error }
        return .failure(
          Problem(message: "\(first?.location?.description ?? source.file): \(first?.message ?? "no value")"))
      }
      return .success(value.isNull ? [:] : value)
    } catch {
      return .failure(
        Problem(message: "\(source.file):\(error.mark.line):\(error.mark.column): \(error.message)"))
    }
  }

  /// The value of a node. Nil if it contains a tag or a scalar without a value.
  package static func value(of node: Node) -> Value? {
    var diagnostics: [Diagnostic] = []
    let value = value(of: node, "", "", &diagnostics)
    return diagnostics.hasErrors ? nil : value
  }

  private static func value(
    of node: Node, _ file: String, _ kind: String, _ diagnostics: inout [Diagnostic]
  ) -> Value? {
    if node.tag?.isCustom != true {
      switch node.content {
      case .scalar: if let value = node.literal, value.isFinite { return value }
      case .list(let items):
        let values = items.compactMap { value(of: $0, file, kind, &diagnostics) }
        return .list(values)
      case .map(let source):
        var values = ValueMap()
        for pair in MapPairs(source, file: file, diagnostics: &diagnostics).pairs {
          values[pair.key] = value(of: pair.value, file, kind, &diagnostics)
        }
        return .map(values)
      }
    }
    diagnostics.append(
      .error("\(node.describe) is not a value that \(kind) can hold", at: node.mark.location(in: file)))
    return nil
  }
}

extension Value {
  /// True unless the value is an infinite or undefined number, which JSON cannot express.
  fileprivate var isFinite: Bool {
    if case .double(let number) = self { number.isFinite } else { true }
  }
}
