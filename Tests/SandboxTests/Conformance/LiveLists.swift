import Catalog
import Foundation
import Model
import OrderedCollections

/// Every list of a real server right after its set-up, as it answered it.
struct LiveLists {
  /// Objects by model; the lists of base classes are those with a path that ends in `all/`.
  let lists: [(model: String, path: String, objects: [Value])]

  init(_ version: EmbeddedCatalog, _ name: String = "live") throws {
    let folder = Recording.folder.appending(path: "\(version.rawValue)/\(name)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    lists = try files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.map { file in
      let list = try JSONReader.read([UInt8](Data(contentsOf: file)))
      return (list["model"]?.string ?? "", list["path"]?.string ?? "", list["results"]?.list ?? [])
    }
  }

  /// All lists; events are not served by the kinds that are compared.
  var seeds: [(model: String, path: String, objects: [Value])] { lists }
}
