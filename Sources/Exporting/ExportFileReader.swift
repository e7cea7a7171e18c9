import Blueprints
package import Catalog
package import Model
import OrderedCollections

/// Reads an export of authentik's own interface, with entries found by primary keys.
package enum ExportFileReader {
  /// Why a file is not such an export.
  package struct Failure: Error, Hashable {
    package let message: String
  }

  /// The objects of the entries, in the order of the file.
  package static func read(
    _ source: SourceText, catalog: Catalog
  ) throws(Failure) -> [ExportedObject] {
    let document: Value
    switch ContextReader.read(source, as: "an export of authentik") {
    case .success(let value): document = value
    case .failure(let problem): throw Failure(message: problem.message)
    }
    guard let entries = document["entries"]?.list else {
      throw Failure(
        message:
          "\(source.file) is not an export of authentik: it has no list of `entries`; export one in authentik, or read a server with `flowform export`"
      )
    }
    var objects: [ExportedObject] = []
    for (position, entry) in entries.enumerated() {
      guard let model = entry["model"]?.string?.lowercased(), let kind = catalog.kind(model) else {
        let model = entry["model"]?.string ?? "nothing"
        let hint = catalog.modelHint(for: model)
        throw Failure(
          message: "entry \(position + 1) of \(source.file) is of an unknown model, \(model)"
            + (hint.isEmpty ? "; pass its authentik version with --server-version" : hint))
      }
      guard entry["state"] == nil || entry["state"]?.isNull == true || entry["state"] == "present" else {
        throw Failure(
          message:
            "entry \(position + 1) of \(source.file) has a `state`, which an export never has; this is already a blueprint"
        )
      }
      var fields = (entry["attrs"]?.map ?? [:]).merging(entry["identifiers"]?.map ?? [:]) { $1 }
      // Nothing refers to an entry without a key.
      let key = fields.removeValue(forKey: "pk") ?? fields[kind.primaryKey]
      fields[kind.primaryKey] = key ?? .string("entry \(position + 1)")
      objects.append(ExportedObject(kind: kind, fields: fields))
    }
    return objects
  }
}
