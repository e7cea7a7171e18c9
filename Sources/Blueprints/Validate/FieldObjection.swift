package import Catalog
package import Model
import YAML

/// A problem that one version of authentik has with one field of an entry, independent of the other fields.
package struct FieldObjection: Sendable {
  package enum Subject: Sendable, Hashable {
    /// The server ignores the whole field.
    case ignored
    /// The server refuses a value.
    case value
    /// The server ignores a member of an object.
    case unknownMember, readOnlyMember
  }

  package let subject: Subject
  /// The steps from the field to the part.
  package let steps: [FieldPath.Step]
  package let message: String

  /// Returns all problems of a field. `name` is the name in the API (`BlueprintNames`). Without a value, only the name is
  /// checked.
  ///
  /// An identifier may be read-only, because it only finds the object. With `tellsHistory`, messages name the versions
  /// that accept the value; this costs a check for each version.
  package static func all(
    to name: String, _ value: Value?, isIdentifier: Bool, of kind: Kind, in catalog: Catalog,
    tellsHistory: Bool = true
  ) -> [FieldObjection] {
    guard let field = kind.field(name), !field.isReadOnly else {
      let isSpecial = kind.field(name) == nil && BlueprintNames.isSpecial(name, of: kind)
      guard !isSpecial, !isIdentifier else { return [] }
      let message = IgnoredField(name, of: kind, in: catalog).message
      return [FieldObjection(subject: .ignored, steps: [], message: message)]
    }
    guard let value else { return [] }
    let problems = FieldCheck.problems(value, of: field)
    let history =
      tellsHistory && problems.contains { $0.subject == .value }
      ? history(of: value, name, kind, catalog) : ""
    return problems.map { problem in
      let path = FieldPath([.key(name)] + problem.path)
      switch problem.subject {
      case .value:
        return FieldObjection(
          subject: .value, steps: problem.path, message: "`\(path)` \(problem.message)\(history)")
      case .unknownMember:
        let end = problem.message.isEmpty ? "; the server ignores it" : problem.message
        return FieldObjection(
          subject: .unknownMember, steps: problem.path, message: "unknown member `\(path)`\(end)")
      case .readOnlyMember:
        return FieldObjection(
          subject: .readOnlyMember, steps: problem.path,
          message: "`\(path)` is read-only in authentik \(catalog.version); it has no effect")
      }
    }
  }

  /// The end of a message: the versions that accept the value.
  private static func history(of value: Value, _ name: String, _ kind: Kind, _ catalog: Catalog) -> String {
    let availability = Availability(of: kind.model, unlike: catalog) { other in
      other.field(name).map { EntryValidator.accepts(value, $0) } ?? false
    }
    return availability.map { "; it is valid \($0.description), but not in \(catalog.version)" } ?? ""
  }
}
