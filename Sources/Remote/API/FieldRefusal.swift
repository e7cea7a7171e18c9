package import Model
import OrderedCollections

/// The server's message about one field of a refused body.
package struct FieldRefusal: Sendable, Hashable {
  /// Nil if it is about the body as a whole.
  package let path: FieldPath?
  package let messages: [String]

  /// The refusals in an answer's member: texts, objects by member, and lists and objects by element, as in
  /// `{"user_fields": {"0": ["…"]}}` and `{"redirect_uris": [{}, {"url": ["…"]}]}` (recorded).
  static func all(in answer: Value, at path: FieldPath) -> [FieldRefusal] {
    switch answer {
    case .map(let members):
      return members.flatMap { name, value in
        all(
          in: value,
          at: isWhole(name) ? path : path.appending(Int(name).map(FieldPath.Step.index) ?? .key(name)))
      }
    case .list(let items) where items.contains(where: { $0.map != nil }):
      return items.enumerated().flatMap { index, item in all(in: item, at: path.appending(.index(index))) }
    case .list(let items): return [FieldRefusal(path: named(path), messages: items.map(text))]
    default: return [FieldRefusal(path: named(path), messages: [text(answer)])]
    }
  }

  /// Django REST framework's names for the body or object as a whole.
  private static func isWhole(_ name: String) -> Bool { name == "non_field_errors" }

  private static func named(_ path: FieldPath) -> FieldPath? {
    if case .key(let name)? = path.steps.first, isWhole(name) { nil } else { path }
  }

  private static func text(_ value: Value) -> String { value.string ?? JSONWriter.write(value) }
}

extension FieldRefusal: CustomStringConvertible {
  package var description: String {
    let text = messages.joined(separator: " ")
    return path.map { "\($0): \(text)" } ?? text
  }
}
