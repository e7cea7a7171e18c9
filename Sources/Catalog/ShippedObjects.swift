import CatalogData
package import Model
import OrderedCollections

/// The objects that the blueprints of authentik's own image create: default flows with their stages, prompts and
/// policies, the groups of administrators and readers.
///
/// Objects with a name in `managed` need no row. Bindings have none either: what they bind tells.
package enum ShippedObjects {
  private struct Names: Sendable {
    let field: String
    let values: Set<String>
  }

  private static let names: [String: Names] = {
    let bytes = Array(UnsafeBufferPointer(start: catalog_shipped(), count: catalog_shipped_size()))
    return bytes.split(separator: UInt8(ascii: "\n")).reduce(into: [:]) { names, line in
      guard let row = try? JSONReader.read(Array(line)), let model = row["model"]?.string,
        let field = row["field"]?.string
      else { return }
      names[model] = Names(field: field, values: Set((row["names"]?.list ?? []).compactMap(\.string)))
    }
  }()

  /// True if an object of this kind with these fields is one that authentik ships, in any version.
  package static func contains(_ fields: ValueMap, of model: String) -> Bool {
    guard let names = names[model], let name = fields[names.field]?.string else { return false }
    return names.values.contains(name)
  }
}
