import CatalogData
package import Model
import OrderedCollections

/// An object that authentik itself creates, by its migrations and the blueprints that it ships.
///
/// Read from `shipped.jsonl`: the lists of a new server of 2024.8 and 2026.5, and for the versions between them the
/// first family whose blueprints name the object.
package struct ShippedObject: Sendable, Hashable {
  package let model: String
  /// The first family with the object. Nil if the oldest embedded version has it.
  package let since: String?
  /// The fields that find it, the best one first, and for a flow its designation.
  package let fields: ValueMap

  /// All objects, sorted by model.
  package static let all: [ShippedObject] = {
    let data = Array(UnsafeBufferPointer(start: catalog_shipped(), count: catalog_shipped_size()))
    return CatalogLines.lines(of: data[...]).compactMap { line in
      guard let row = try? JSONReader.read(Array(line)), let model = row["model"]?.string,
        let fields = row["fields"]?.map
      else { return nil }
      return ShippedObject(model: model, since: row["since"]?.string, fields: fields)
    }
  }()

  /// The objects that a server of a version has.
  package static func all(in version: String) -> [ShippedObject] {
    let family = AuthentikVersion(AuthentikVersion(version).family)
    return all.filter { object in object.since.map { AuthentikVersion($0) <= family } ?? true }
  }

  /// True if an object of this kind with these fields is one that authentik ships, in any version. The field that names it counts.
  package static func contains(_ fields: ValueMap, of model: String) -> Bool {
    known[model]?.contains { object in
      guard let name = (["managed"] + Kind.nameFields).first(where: { object.fields[$0] != nil }) else {
        return false
      }
      return fields[name] == object.fields[name]
    } ?? false
  }

  private static let known = Dictionary(grouping: all, by: \.model)
}
