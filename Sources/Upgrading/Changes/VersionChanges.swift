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

  /// Those on the way from one version to another. Without `source`, all up to the target.
  static func between(
    _ source: AuthentikVersion?, and target: AuthentikVersion, of changes: [VersionChange]
  ) -> [VersionChange] {
    changes.filter { change in
      guard change.since <= target, change.until.map({ target < $0 }) ?? true else { return false }
      guard let source else { return change.onlyFrom == nil }
      return source < change.since && (change.onlyFrom.map { $0 <= source } ?? true)
    }
  }
}
