import Model
import YAML

extension Resolution {
  /// `!If [condition]` and `!If [condition, then, else]`. Only the chosen branch is resolved.
  mutating func choice(_ use: TagUse) -> TracedValue? {
    guard let items = use.list, items.count == 1 || items.count == 3 else {
      return fail("!If takes a condition, or a condition and two values", use.node, use.scope)
    }
    let condition = value(of: items[0], use.scope.condition)
    guard let condition else { return nil }
    guard items.count == 3 else { return TracedValue(.bool(condition.isTruthy)) }
    return traced(items[condition.isTruthy ? 1 : 2], use.scope)
  }

  private static let modes: [String: @Sendable ([Bool]) -> Bool] = [
    "AND": { $0.allSatisfy { $0 } }, "NAND": { !$0.allSatisfy { $0 } },
    "OR": { $0.contains(true) }, "NOR": { !$0.contains(true) },
    "XOR": { $0.reduce(false, !=) }, "XNOR": { !$0.reduce(false, !=) },
  ]

  /// `!Condition [MODE, value, …]`.
  mutating func condition(_ use: TagUse) -> TracedValue? {
    let names = "AND, NAND, OR, NOR, XOR or XNOR"
    guard let items = use.list, let first = items.first else {
      return fail("!Condition takes a list: \(names), then the values", use.node, use.scope)
    }
    guard let traced = traced(first, use.scope.argument) else { return nil }
    let name = traced.value
    guard let mode = name.string.flatMap({ Self.modes[$0.uppercased()] }) else {
      return fail("!Condition begins with \(names), not with \(first.describe)", first, use.scope)
    }
    guard items.count > 1 else {
      return fail("!Condition needs at least one value after \(name.string ?? "")", use.node, use.scope)
    }
    let values = items.dropFirst().map { self.traced($0, use.scope.condition) }
    let known = values.compactMap { $0 }
    guard known.count == values.count else { return nil }
    return TracedValue(
      .bool(mode(known.map(\.value.isTruthy))), (traced.traces + known.flatMap(\.traces)).collapsed)
  }
}
