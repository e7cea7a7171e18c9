import Catalog
package import Model
import OrderedCollections

/// A field that a change sets, or the member of a field that differs.
///
/// The whole field is always sent.
package struct FieldChange: Sendable, Hashable {
  package let path: FieldPath
  /// The live value; null for a create.
  package let before: Value
  package let after: Value
  /// True if someone changed the field outside since the last apply.
  package let isDrift: Bool
  /// True if the values must not be shown or stored.
  package let isSecret: Bool
  /// True if a create without the field stores the same value.
  package var isServerDefault = false
  /// The parts of the values that must not be shown, by paths that start at the field; for a list or map that
  /// is not secret as a whole.
  package var hiddenParts: [FieldPath] = []
  /// The names of the objects that the values refer to, by key.
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

  /// The placeholder for a secret, in every format.
  package static let secret: Value = ["secret": true]

  /// The name of the object with this key, if it is known.
  package func name(of key: Value) -> String? { Coercion.text(key).flatMap { names[$0] } }

  /// A value as JSON, with object names instead of keys.
  package func text(of value: Value) -> String {
    guard !names.isEmpty, let items = value.list else { return name(of: value) ?? JSONWriter.write(value) }
    return "[" + items.map { name(of: $0) ?? JSONWriter.write($0) }.joined(separator: ", ") + "]"
  }

  /// `before` with secrets masked.
  package var shownBefore: Value {
    if isSecret { return before.isNull ? before : Self.secret }
    guard !hiddenParts.isEmpty else { return before }
    // The same secret may have been in another place.
    let secrets = Set(hiddenParts.compactMap { after.value(at: relative($0)) })
    return masked(before).mapParts { secrets.contains($0) ? Self.secret : $0 }
  }

  /// `after` with secrets masked.
  package var shownAfter: Value { isSecret ? Self.secret : masked(after) }

  private func masked(_ value: Value) -> Value {
    hiddenParts.reduce(value) { $0.replacing(at: relative($1).steps, by: Self.secret) }
  }

  private func relative(_ part: FieldPath) -> FieldPath {
    FieldPath(Array(part.steps.dropFirst(path.steps.count)))
  }
}

extension Value {
  /// The value with a function applied to each scalar, at any depth.
  fileprivate func mapParts(_ transform: (Value) -> Value) -> Value {
    switch self {
    case .list(let items): .list(items.map { $0.mapParts(transform) })
    case .map(let entries): .map(entries.mapValues { $0.mapParts(transform) })
    default: transform(self)
    }
  }
}
