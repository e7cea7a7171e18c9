import Model
import OrderedCollections

/// A place where an answer differs from the recorded one.
struct Difference: Sendable, CustomStringConvertible {
  /// The names and positions on the way to the place.
  let path: [String]
  let answered: String
  let recorded: String

  /// Marks an exchange that was not replayed.
  static let notSent = Difference(path: ["request"], answered: "not sent", recorded: "sent")

  var description: String {
    "\(path.joined(separator: ".")): \(answered.prefix(160)), recorded \(recorded.prefix(160))"
  }

  /// All differences of two values: members that only one has, values, and the order of members.
  static func all(_ answered: Value, recorded: Value, _ path: [String] = []) -> [Difference] {
    switch (answered, recorded) {
    case (.map(let one), .map(let other)):
      let missing = other.keys.filter { one[$0] == nil }.map {
        Difference(path: path + [$0], answered: "missing", recorded: text(other[$0]))
      }
      let extra = one.keys.filter { other[$0] == nil }.map {
        Difference(path: path + [$0], answered: text(one[$0]), recorded: "missing")
      }
      let members = one.flatMap { name, value in
        other[name].map { all(value, recorded: $0, path + [name]) } ?? []
      }
      let differences = missing + extra + members
      guard differences.isEmpty, Array(one.keys) != Array(other.keys) else { return differences }
      return [
        Difference(
          path: path + ["order"], answered: one.keys.joined(separator: ","),
          recorded: other.keys.joined(separator: ","))
      ]
    case (.list(let one), .list(let other)) where one.count == other.count:
      return zip(one, other).enumerated().flatMap { index, pair in
        all(pair.0, recorded: pair.1, path + [String(index)])
      }
    default:
      return answered == recorded
        ? [] : [Difference(path: path, answered: text(answered), recorded: text(recorded))]
    }
  }

  private static func text(_ value: Value?) -> String { value.map { JSONWriter.write($0) } ?? "missing" }
}
