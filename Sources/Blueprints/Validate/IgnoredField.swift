import Catalog
import Model

/// The reason why the server ignores a declared field.
struct IgnoredField {
  let message: String

  /// `name` is not a writable field of the kind.
  init(_ name: String, of kind: Kind, in catalog: Catalog) {
    let availability = Availability(of: kind.model, unlike: catalog) { $0.field(name)?.isReadOnly == false }
    let hint = Suggestion.hint(for: name, among: kind.writableFields.map(\.name))
    if kind.importerOnly.contains(name) {
      message = "only authentik's own importer can set `\(name)`; the API cannot, so it has no effect here"
    } else if kind.field(name) != nil || name == "pk" {
      message = "`\(name)` is read-only in authentik \(catalog.version); it is not sent"
    } else if let availability {
      message = "`\(name)` exists \(availability.description); it is ignored in \(catalog.version)"
    } else {
      message = "unknown field `\(name)`\(hint.isEmpty ? "; the server ignores it" : hint)"
    }
  }
}
