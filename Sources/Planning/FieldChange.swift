import Catalog
package import Model
import OrderedCollections

/// A field that a change sets, or the member of a field that differs.
///
/// What is sent is always the whole field.
package struct FieldChange: Sendable, Hashable {
  package let path: FieldPath
  /// What the server has; null for a create.
  package let before: Value
  package let after: Value
  /// True if someone changed the field outside since the last apply.
  package let isDrift: Bool
  /// True if neither value may be shown or stored.
  package let isSecret: Bool
  /// The parts of the values, by paths from the field on, that may not be shown; for a list or map that is not
  /// secret as a whole.
  package var hiddenParts: [FieldPath] = []
  /// What the objects are called whose keys the values hold, by key.
  package var names: [String: String] = [:]

  package init(path: FieldPath, before: Value, after: Value, isDrift: Bool = false, isSecret: Bool = false) {
    self.path = path
    self.before = before
    self.after = after
    self.isDrift = isDrift
    self.isSecret = isSecret
  }
}

extension FieldChange {
  /// The name of the field that `path` is, or is in.
  package var fieldName: String { path.firstKey }

  /// What stands for a secret, in every format.
  package static let secret: Value = ["secret": true]

  /// What the object is called whose key a value is, where that is known.
  package func name(of key: Value) -> String? { Coercion.text(key).flatMap { names[$0] } }

  /// A value as JSON, with the names of objects in the place of their keys.
  package func text(of value: Value) -> String {
    guard !names.isEmpty, let items = value.list else { return name(of: value) ?? JSONWriter.write(value) }
    return "[" + items.map { name(of: $0) ?? JSONWriter.write($0) }.joined(separator: ", ") + "]"
  }

  /// `before` as it may be shown and stored.
  package var shownBefore: Value {
    if isSecret { return before.isNull ? before : Self.secret }
    guard !hiddenParts.isEmpty else { return before }
    // The same secret may have had another place.
    let secrets = Set(hiddenParts.compactMap { after.value(at: relative($0)) })
    return masked(before).mapParts { secrets.contains($0) ? Self.secret : $0 }
  }

  /// `after` as it may be shown and stored.
  package var shownAfter: Value { isSecret ? Self.secret : masked(after) }

  private func masked(_ value: Value) -> Value {
    hiddenParts.reduce(value) { $0.replacing(at: relative($1).steps, by: Self.secret) }
  }

  private func relative(_ part: FieldPath) -> FieldPath {
    FieldPath(Array(part.steps.dropFirst(path.steps.count)))
  }
}

extension Value {
  /// The value with each of its scalars put through a function, at any depth.
  fileprivate func mapParts(_ transform: (Value) -> Value) -> Value {
    switch self {
    case .list(let items): .list(items.map { $0.mapParts(transform) })
    case .map(let entries): .map(entries.mapValues { $0.mapParts(transform) })
    default: transform(self)
    }
  }
}
