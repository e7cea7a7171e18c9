import Catalog
import CatalogData
import Model

/// The changes that the binary knows, from the oldest to the newest.
package enum VersionChanges {
  package static let all: [VersionChange] = {
    let bytes = Array(UnsafeBufferPointer(start: catalog_changes(), count: catalog_changes_size()))
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONReader.read(Array(line))).flatMap(VersionChange.init(row:))
    }.sorted { $0.since < $1.since }
  }()
}
