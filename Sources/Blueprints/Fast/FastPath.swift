import Catalog
import Model

/// The way into everything that makes reading large sets fast and changes no result.
///
/// Files are read on two cores, entries that are fully spelled out are resolved while the rest of their file is being
/// read, and memory is taken and given back in large steps.
package struct FastPath: Sendable {
  package static let on = FastPath(isOn: true)
  /// Everything takes the long way.
  package static let off = FastPath(isOn: false)

  /// How many entries there is room for on the heap at a time.
  private static let entriesPerRoom = 1024

  let isOn: Bool

  func read(_ source: SourceText, catalog: Catalog) -> ParsedFile {
    isOn ? ParallelReader.read(source, catalog: catalog) : ParsedFile(BlueprintReader.read(source))
  }

  /// Makes room on the heap for the entries from a position on, if they are the first that need it.
  func takeRoom(forEntryAt position: Int) {
    if isOn, position.isMultiple(of: Self.entriesPerRoom) { HeapRoom.take() }
  }

  /// Keeps a value until the result is released, and then frees it without making the caller wait.
  func release(of value: any Sendable) -> BackgroundRelease? {
    isOn ? BackgroundRelease(value) : nil
  }
}
