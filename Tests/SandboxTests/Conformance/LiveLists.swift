import Catalog
import Foundation
import Model
import OrderedCollections

/// All lists of a real server as it returned them right after its installation.
struct LiveLists {
  /// Objects by model. The lists of base classes have a path that ends in `all/`.
  let lists: [(model: String, path: String, objects: [Value])]

  init(_ version: EmbeddedCatalog, _ name: String = "live") throws {
    let folder = Recording.folder.appending(path: "\(version.family)/\(name)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    lists = try files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.map { file in
      let list = try JSONReader.read([UInt8](Data(contentsOf: file)))
      return (list["model"]?.string ?? "", list["path"]?.string ?? "", list["results"]?.list ?? [])
    }
  }

  /// All lists. The compared kinds do not include events.
  var seeds: [(model: String, path: String, objects: [Value])] { lists }
}
