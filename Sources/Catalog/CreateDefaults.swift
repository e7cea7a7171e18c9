import CatalogData
package import Model
import OrderedCollections

/// What a create without a field stores, by model and field.
///
/// Read from the facts of `sandbox.jsonl`: what 2024.8 and 2026.5 answered to recorded creates, and elsewhere
/// the defaults of authentik's models. OpenAPI names none of them.
package struct CreateDefaults: Sendable {
  private let values: [String: ValueMap]

  /// Those of the embedded version nearest to a server's.
  package init(nearestTo version: String) {
    let embedded = EmbeddedCatalog.nearest(to: version).rawValue
    let data = Array(UnsafeBufferPointer(start: catalog_sandbox(), count: catalog_sandbox_size()))
    values = data.split(separator: 0x0A).reduce(into: [:]) { values, line in
      guard let row = try? JSONReader.read(Array(line)), let model = row["model"]?.string,
        (row["since"]?.string ?? "") <= embedded
      else { return }
      values[model] = row["defaults"]?.map ?? [:]
    }
  }

  /// True if a create that leaves the field out stores this value. A field that the facts do not list
  /// begins as null, false or empty.
  package func isDefault(_ value: Value, of field: Field, in model: String) -> Bool {
    guard !field.isRequired else { return false }
    if let known = values[model]?[field.name] {
      return Coercion.normalized(value, as: field.type) == Coercion.normalized(known, as: field.type)
    }
    return switch value {
    case .null, .bool(false): true
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    default: false
    }
  }
}
