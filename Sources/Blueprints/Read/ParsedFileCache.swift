import Catalog
import Model
import Synchronization

/// Keeps parsed files for a process that reads them again and again: an unchanged file is not parsed again.
package final class ParsedFileCache: Sendable {
  private struct Kept {
    let bytes: [UInt8]
    let parsed: ParsedFile
  }

  private struct Contents {
    var catalogVersion = ""
    var files: [String: Kept] = [:]
    var parseCount = 0
  }

  private let contents = Mutex(Contents())

  package init() {}

  /// How often a file was parsed.
  package var parseCount: Int { contents.withLock(\.parseCount) }

  /// Keeps only the files with these names, and only while the catalog is the same: entries depend on it.
  func prepare(for names: Set<String>, _ catalog: Catalog) {
    contents.withLock { contents in
      if contents.catalogVersion != catalog.version { contents.files = [:] }
      contents.catalogVersion = catalog.version
      contents.files = contents.files.filter { names.contains($0.key) }
    }
  }

  func parsed(_ source: SourceText, _ parse: (SourceText) -> ParsedFile) -> ParsedFile {
    if let kept = contents.withLock({ $0.files[source.file] }), kept.bytes == source.bytes {
      return kept.parsed
    }
    let parsed = parse(source)
    contents.withLock { contents in
      contents.files[source.file] = Kept(bytes: source.bytes, parsed: parsed)
      contents.parseCount += 1
    }
    return parsed
  }
}
