import Foundation
import Model

/// The rows of the table of changes, as they stand in the repository.
enum Rows {
  static func changes() throws -> [Value] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/CatalogData/changes.jsonl")
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONReader.read(Array($0))
    }
  }
}
