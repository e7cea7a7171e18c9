import Model
import YAML

/// `traces` holds what is known of the value that is being resolved; each part adds its own, and what holds the
/// part says where it stands.
extension Resolution {
  /// Resolves something whose traces are not those of the value around it, and gives them back.
  mutating func traced<Result>(
    _ body: (inout Resolution) -> Result
  ) -> (result: Result, traces: [ValueTrace]) {
    let outer = traces
    traces = []
    let result = body(&self)
    let inner = traces
    traces = outer
    return (result, inner)
  }

  /// Resolves something that only decides what the value is, so that nothing of it is in the value.
  mutating func untraced<Result>(_ body: (inout Resolution) -> Result) -> Result {
    let count = traces.count
    let result = body(&self)
    traces.removeLast(traces.count - count)
    return result
  }

  /// The value of a part of a list or map.
  mutating func value(of node: Node, at step: @autoclosure () -> FieldPath.Step, _ scope: Scope) -> Value? {
    let count = traces.count
    let value = value(of: node, scope)
    // Nearly always there is nothing to note.
    if traces.count > count {
      let step = step()
      for index in traces[count...].indices { traces[index].steps.insert(step, at: 0) }
    }
    return value
  }

  /// Makes one trace of those that were added since there were so many.
  mutating func collapseTraces(since count: Int) {
    guard traces.count > count else { return }
    let added = Array(traces[count...])
    traces.removeLast(traces.count - count)
    traces += added.collapsed
  }
}
