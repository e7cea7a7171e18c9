package import Catalog
package import Model

/// A field of a `!Find` in Django's form: names joined by `__`, and perhaps a comparison.
package struct Lookup {
  /// The field, and then the fields of the related objects.
  package let path: [String]
  package let comparison: String

  private static let comparisons: [String: @Sendable (String, String) -> Bool] = [
    "iexact": { $0.lowercased() == $1.lowercased() }, "contains": { $0.contains($1) },
    "icontains": { $0.lowercased().contains($1.lowercased()) }, "startswith": { $0.hasPrefix($1) },
    "istartswith": { $0.lowercased().hasPrefix($1.lowercased()) }, "endswith": { $0.hasSuffix($1) },
    "iendswith": { $0.lowercased().hasSuffix($1.lowercased()) },
  ]

  /// A look-up in a kind. Its answers may use another name for the field.
  package init(_ field: String, in kind: Kind?) {
    let lookup = Lookup(field)
    let name = kind?.lookupNames[lookup.path.joined(separator: "__")]
    self.init(path: name.map { [$0] } ?? lookup.path, comparison: lookup.comparison)
  }

  private init(path: [String], comparison: String) {
    self.path = path
    self.comparison = comparison
  }

  package init(_ field: String) {
    let parts = field.split(separator: "__").map(String.init)
    let isComparison =
      parts.count > 1
      && (Self.comparisons[parts.last ?? ""] != nil || ["exact", "in", "isnull"].contains(parts.last))
    path = isComparison ? parts.dropLast() : parts
    comparison = isComparison ? parts.last ?? "exact" : "exact"
  }

  package var isPlain: Bool { path.count == 1 && comparison == "exact" }

  /// True if a declared value matches the wanted one.
  package func holds(_ declared: Value, _ wanted: Value, as type: FieldType?) -> Bool {
    switch comparison {
    case "exact": return Self.isSame(declared, wanted, type)
    case "in": return wanted.list?.contains { Self.isSame(declared, $0, type) } ?? false
    case "isnull": return wanted.bool == declared.isNull
    default:
      guard let one = Coercion.text(declared), let other = Coercion.text(wanted) else { return false }
      return Self.comparisons[comparison]?(one, other) ?? false
    }
  }

  private static func isSame(_ declared: Value, _ wanted: Value, _ type: FieldType?) -> Bool {
    if let one = declared.reference, let other = wanted.reference { return one.address == other.address }
    guard let one = key(declared), let other = key(wanted) else { return false }
    guard let type else { return one == other }
    return Coercion.normalized(one, as: type) == Coercion.normalized(other, as: type)
  }

  private static func key(_ value: Value) -> Value? {
    if let reference = value.reference { reference.known } else { value }
  }
}
