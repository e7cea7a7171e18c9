import Catalog
import Model
import OrderedCollections
import YAML

/// Checks a resolved entry against its kind's fields, without a server.
struct EntryValidator {
  private let entry: ResolvedEntry
  private let kind: Kind
  private let version: String
  private var diagnostics: [Diagnostic] = []

  static func validate(_ entry: ResolvedEntry, as kind: Kind, version: String) -> [Diagnostic] {
    var validator = EntryValidator(entry: entry, kind: kind, version: version)
    if entry.state != .absent {
      for field in entry.fields { validator.check(field) }
    }
    return validator.diagnostics
  }

  /// What a create would be refused without; to be asked of an entry once all that describes its object is
  /// in it.
  static func missing(in entry: ResolvedEntry, as kind: Kind) -> Diagnostic? {
    guard entry.state != .absent, !entry.isWhole else { return nil }
    let missing = kind.requiredFields.filter { !entry.fields.declare($0) }.map { "`\($0.name)`" }
    guard !missing.isEmpty else { return nil }
    return .warning(
      "\(entry.address) lacks \(missing.joined(separator: ", ")), without which it can be updated and not created",
      at: entry.location)
  }

  /// True where there is nothing to say of a value for a field.
  static func accepts(_ value: Value, _ field: Field) -> Bool {
    !field.isReadOnly && FieldCheck.problems(value, of: field).isEmpty && Placeholder.find(in: value) == nil
  }

  private func location(_ mark: Mark) -> SourceLocation { mark.location(in: entry.location.file) }

  private mutating func check(_ declared: DeclaredField) {
    guard let field = declared.field else {
      if BlueprintNames.isSpecial(declared.name, of: kind) { return }
      let hint = Suggestion.hint(for: declared.name, among: kind.writableFields.map(\.name))
      diagnostics.append(
        .warning(
          "unknown field `\(declared.name)`\(hint.isEmpty ? "; the server ignores it" : hint)",
          at: location(declared.nameMark), strict: true))
      return
    }
    guard !field.isReadOnly else {
      if entry.identifiers[field.name] == nil {
        diagnostics.append(
          .warning(
            "`\(field.name)` is read-only in authentik \(version); it is not sent",
            at: location(declared.nameMark), strict: true))
      }
      return
    }
    for problem in FieldCheck.problems(declared.value, of: field) {
      let path = ([.key(field.name)] + problem.path).reduce(FieldPath([])) { $0.appending($1) }
      diagnostics.append(.error("`\(path)` \(problem.message)", at: location(declared.valueMark)))
    }
    if let placeholder = Placeholder.find(in: declared.value) {
      diagnostics.append(
        .warning(
          "`\(field.name)` still holds \(placeholder), which looks like a template that nobody filled in",
          at: location(declared.valueMark)))
    }
  }
}

extension [DeclaredField] {
  func declare(_ field: Field) -> Bool { contains { $0.name == field.name } }
}
