import Catalog
import Model
import OrderedCollections
import YAML

/// Checks the fields of an entry against the fields of its kind, without a server.
struct EntryValidator {
  private let fields: [DeclaredField]
  /// The names of the fields that find the object. They may be read-only.
  private let identifying: Set<String>
  private let kind: Kind
  private let catalog: Catalog
  private let file: String
  private var diagnostics: [Diagnostic] = []

  static func validate(
    _ fields: [DeclaredField], identifying: Set<String>, as kind: Kind, _ catalog: Catalog, file: String
  ) -> [Diagnostic] {
    var validator = EntryValidator(
      fields: fields, identifying: identifying, kind: kind, catalog: catalog, file: file)
    for field in fields { validator.check(field) }
    return validator.diagnostics
  }

  /// Returns a warning about missing fields that a create needs, or nil. All entries for the object must be merged
  /// before.
  static func missing(in entry: ResolvedEntry, as kind: Kind) -> Diagnostic? {
    guard entry.state != .absent, !entry.isWhole else { return nil }
    let missing = kind.requiredFields.filter { !entry.fields.declare($0) }.map { "`\($0.name)`" }
    guard !missing.isEmpty else { return nil }
    return .warning(
      "\(entry.address) lacks \(missing.joined(separator: ", ")), so it can be updated but not created",
      at: entry.location
    ).about(.required)
  }

  /// True if a value has no findings for a field, independent of the other fields.
  static func accepts(_ value: Value, _ field: Field) -> Bool {
    !field.isReadOnly && field.replacement == nil && FieldCheck.problems(value, of: field).isEmpty
      && Placeholder.find(in: value) == nil
  }

  private func location(_ mark: Mark) -> SourceLocation { mark.location(in: file) }

  /// Warns about a field or member that the server ignores.
  private mutating func warn(_ message: String, _ mark: Mark) {
    diagnostics.append(.warning(message, at: location(mark), strict: true).about(.field))
  }

  private mutating func check(_ declared: DeclaredField) {
    // The history costs a check of each version, and every value of a hostile file may be wrong.
    let objections = FieldObjection.all(
      to: declared.name, declared.value, isIdentifier: identifying.contains(declared.name), of: kind,
      in: catalog, tellsHistory: diagnostics.count < 10)
    for objection in objections { report(objection, declared) }
    guard let field = declared.field, !field.isReadOnly else { return }
    warnOfReplacement(of: field, declared)
    if let placeholder = Placeholder.find(in: declared.value) {
      let message =
        "`\(field.name)` is still \(placeholder), which looks like a placeholder"
      let place = location(declared.valueMark)
      // An address with a template in it is not valid.
      let isAddress = field.type == .text(.uri) || field.type == .text(.email)
      let finding: Diagnostic =
        isAddress
        ? .error("\(message), and is not \(field.type.name)", at: place) : .warning(message, at: place)
      diagnostics.append(finding.about(.value))
    }
  }

  private mutating func report(_ objection: FieldObjection, _ declared: DeclaredField) {
    let place = declared.place(of: objection.steps)
    switch objection.subject {
    case .value: diagnostics.append(.error(objection.message, at: location(place.value)).about(.value))
    case .ignored: warn(objection.message, declared.nameMark)
    case .unknownMember, .readOnlyMember: warn(objection.message, place.name ?? place.value)
    }
  }

  private mutating func warnOfReplacement(of field: Field, _ declared: DeclaredField) {
    guard let replacement = field.replacement, !declared.value.isNull else { return }
    let deciding = replacement.decidingFields.first { name in
      replacement.holds { $0 == name ? value(of: name) : nil }
    }
    guard let deciding else { return }
    var condition = "`\(deciding)` is set"
    if replacement.values != nil, let value = value(of: deciding) {
      condition = "`\(deciding)` is `\(value.string ?? JSONWriter.write(value))`"
      if !fields.contains(where: { $0.name == deciding }) { condition += ", its default" }
    }
    warn(
      "`\(field.name)` has no effect while \(condition): the server replaces it with its own value",
      declared.nameMark)
  }

  /// The value that the entry declares, or the default that a create would store.
  private func value(of name: String) -> Value? {
    fields.last { $0.name == name }?.value ?? kind.field(name)?.defaultValue
  }
}

extension [DeclaredField] {
  func declare(_ field: Field) -> Bool { contains { $0.name == field.name } }
}
