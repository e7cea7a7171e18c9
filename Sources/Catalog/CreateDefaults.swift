import CatalogData
package import Model
import OrderedCollections

/// The value that a create without a field stores, by model and field.
///
/// Read from `sandbox.jsonl`: the answers of 2024.8 and 2026.5 to recorded creates, and the defaults of
/// authentik's models for the rest. OpenAPI states none of them.
package struct CreateDefaults: Sendable {
  private let values: [String: ValueMap]

  /// The defaults of the recorded version nearest to a server's.
  package init(nearestTo version: String) {
    let recorded = AuthentikVersion(EmbeddedCatalog.nearest(to: version).nearestRecorded.version)
    let data = Array(UnsafeBufferPointer(start: catalog_sandbox(), count: catalog_sandbox_size()))
    values = data.split(separator: 0x0A).reduce(into: [:]) { values, line in
      guard let row = try? JSONReader.read(Array(line)), let model = row["model"]?.string,
        AuthentikVersion(row["since"]?.string ?? "") <= recorded
      else { return }
      values[model] = row["defaults"]?.map ?? [:]
    }
  }

  /// True if a create without the field stores this value. A field without a recorded default starts as null,
  /// false or empty.
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
