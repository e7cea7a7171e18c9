import Blueprints
import Exporting
import Files
import FoundationEssentials
package import Model
import OrderedCollections

/// The new texts of files after an export.
package struct ExportResult: Sendable {
  package struct File: Sendable {
    /// The path to write.
    package let path: String
    /// The new text. Nil if the file is to be removed.
    package var bytes: [UInt8]?
    /// The text before. Nil for a new file.
    package let old: [UInt8]?
  }

  /// The files that change, by their path below the folder.
  private var changes: [String: File] = [:]
  package private(set) var diagnostics: [Diagnostic]
  package let entryCount: Int
  private let root: String?

  init(_ export: FolderExport, _ diagnostics: [Diagnostic], root: String?) {
    self.root = root
    self.diagnostics = diagnostics + export.diagnostics
    entryCount = export.entryCount
    take(export)
  }

  package var files: [File] {
    changes.sorted { $0.key < $1.key }.map(\.value).filter { $0.bytes != $0.old }
  }

  private func place(_ path: String) -> String { root.map { Self.path(path, in: $0) } ?? path }

  private static func path(_ path: String, in root: String) -> String {
    root.hasSuffix("/") ? root + path : root + "/" + path
  }

  private mutating func take(_ export: FolderExport) {
    for file in export.files {
      let old = changes[file.path].map(\.old) ?? file.existing?.source.bytes
      changes[file.path] = File(path: place(file.path), bytes: file.bytes, old: old)
    }
  }

  /// Adds another round.
  mutating func add(_ export: FolderExport) {
    let known = Set(diagnostics.map(\.message))
    diagnostics += export.diagnostics.filter { $0.severity != .note && !known.contains($0.message) }
    take(export)
  }

  /// Reports the files that still differ after the last round.
  mutating func finish(_ export: FolderExport) {
    for file in export.files where file.existing != nil {
      diagnostics.append(
        .warning(
          "a further export would change this file again; compare it with a plan",
          at: SourceLocation(file: place(file.path), line: 1, column: 1)))
    }
  }

  /// The files after a round.
  func applied(to files: BlueprintFiles, _ export: FolderExport) -> BlueprintFiles {
    let changed = Dictionary(export.files.map { (place($0.path), $0.bytes) }) { first, _ in first }
    let kept = files.files.map(\.source.file).filter { name in changed[name].map { $0 != nil } ?? true }
    let old = Set(files.files.map(\.source.file))
    return files.keeping(Set(kept)).replacing(changed.compactMapValues(\.self))
      .adding(
        changed.filter { !old.contains($0.key) }.sorted { $0.key < $1.key }.compactMap { path, bytes in
          bytes.map {
            BlueprintFiles.File(source: SourceText(file: path, bytes: $0), isNamed: root == nil, root: root)
          }
        })
  }

  /// The result with other texts of some files, by their paths.
  package func replacing(_ texts: [String: [UInt8]]) -> ExportResult {
    var copy = self
    copy.changes = changes.mapValues { file in
      var file = file
      if let bytes = texts[file.path] { file.bytes = bytes }
      return file
    }
    return copy
  }

  /// One line about the written files.
  package func summary(_ place: String) -> String {
    let files = files
    guard !files.isEmpty else { return "\(place) is up to date with the server (\(entryCount) objects)" }
    guard root != nil else { return "updated \(place) (\(entryCount) objects)" }
    let counts = [
      (files.count { $0.old == nil }, "new"), (files.count { $0.old != nil && $0.bytes != nil }, "changed"),
      (files.count { $0.bytes == nil }, "removed"),
    ]
    let shown = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return "wrote \(entryCount) objects to \(place): \(shown) \(files.count == 1 ? "file" : "files")"
  }

  /// Writes and removes the files.
  package func write() throws(OperationError) {
    for file in files {
      // A link stays, and its target is replaced.
      let path = URL(filePath: file.path).resolvingSymlinksInPath().path
      try check(file, path)
      guard let bytes = file.bytes else {
        do { try FileManager.default.removeItem(atPath: path) } catch {
          throw OperationError(.failed, "\(file.path) cannot be removed; check the permissions of its folder")
        }
        continue
      }
      do {
        try FileManager.default.createDirectory(
          atPath: Folder.path(of: path), withIntermediateDirectories: true)
        try AtomicFile.replace(path, with: bytes, mode: file.old == nil ? .standard : .kept)
      } catch {
        throw OperationError(
          .failed, "\(file.path) cannot be written; check the path given with --out, and its permissions")
      }
    }
  }

  private func check(_ file: File, _ path: String) throws(OperationError) {
    guard let old = file.old else {
      guard !FileManager.default.fileExists(atPath: path) else {
        throw OperationError(
          .failed, "\(file.path) exists and is no blueprint that could be updated; move it away")
      }
      return
    }
    guard case .bytes(old) = BoundedFile.read(path) else {
      throw OperationError(.failed, "\(file.path) changed while it was read; run the command again")
    }
  }
}
