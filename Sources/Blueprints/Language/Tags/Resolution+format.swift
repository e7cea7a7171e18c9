import Model
import YAML

extension Resolution {
  /// `!Format [format, argument, …]`: Python's `%` operator.
  mutating func format(_ use: TagUse) -> TracedValue? {
    guard let items = use.list, let first = items.first else {
      return fail("!Format takes a list: a format, then its arguments", use.node, use.scope)
    }
    let values = items.map { traced($0, use.scope.argument) }
    let known = values.compactMap { $0 }
    guard known.count == values.count else { return nil }
    let made = concrete(known.map(\.value), use) { resolution, known in
      guard let format = known[0].string else {
        return resolution.fail("the format is \(first.describe); expected a text", first, use.scope)
      }
      do throws(PythonFormat.Mistake) {
        let text = Value.string(try PythonFormat.text(format, Array(known.dropFirst())))
        return resolution.count(text.size, use.node, use.scope) ? TracedValue(text) : nil
      } catch {
        return resolution.fail("!Format: \(error.message)", use.node, use.scope)
      }
    }
    return made.map { TracedValue($0.value, ($0.traces + known.flatMap(\.traces)).collapsed) }
  }
}
