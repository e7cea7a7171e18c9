import Catalog
import CatalogData
import Model
import OrderedCollections

/// The members of the objects inside of a version's answers (`nested.jsonl`, from its OpenAPI document).
///
/// The documents of 2024.8 and 2026.5 name the same members in the same order as the recorded answers.
struct NestedObjects: Sendable {
  private var members: [String: [String]] = [:]
  private var components: [String: ValueMap] = [:]

  init(_ version: EmbeddedCatalog) {
    let data = Array(UnsafeBufferPointer(start: catalog_nested(), count: catalog_nested_size()))
    for line in data.split(separator: 0x0A) {
      guard let line = try? JSONReader.read(Array(line)),
        AuthentikVersion(line["since"]?.string ?? "") <= AuthentikVersion(version.version)
      else { continue }
      if let component = line["component"]?.string {
        members[component] = (line["members"]?.list ?? []).compactMap(\.string)
      } else if let model = line["model"]?.string {
        components[model] = line["objects"]?.map
      }
    }
  }

  /// The members that the objects in a kind's fields show, by field.
  func of(_ model: String) -> [String: [String]] {
    Dictionary((components[model] ?? [:]).map { ($0.key, members[$0.value.string ?? ""] ?? []) }) { $1 }
  }
}
