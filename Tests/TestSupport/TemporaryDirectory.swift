package import Foundation

/// A directory for one test. It is removed with all its content at the end of the test.
package struct TemporaryDirectory: ~Copyable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "flowform-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  package var url: URL { URL(filePath: path) }

  /// The path of something inside.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file and creates the directories above it. Returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let file = URL(filePath: path(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    // A reader never finds a half of it, as with the files that flowform writes.
    try Data(text.utf8).write(to: file, options: .atomic)
    return file.path
  }

  /// The bytes of a file inside. Nil if there is no such file.
  package func read(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(name)).map { [UInt8]($0) }
  }

  /// The text of a file inside. Throws if there is no such file.
  package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// The bytes of a file inside. Throws if there is no such file.
  package func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(name))))
  }

  /// The sorted names inside.
  package var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
  }
}
