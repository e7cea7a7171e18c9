import FoundationEssentials

/// The files at some paths and below them. They need not exist any more.
package struct FileScope: Sendable {
  private let paths: Set<String>
  private let folders: [String]

  package init(_ paths: some Sequence<String>) {
    self.paths = Set(paths.map(Self.standard))
    folders = self.paths.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  /// Whether a file is one of these paths or below one; an object from no file has an empty name.
  package func covers(_ file: String) -> Bool {
    guard !file.isEmpty else { return false }
    let path = Self.standard(file)
    return paths.contains(path) || folders.contains { path.hasPrefix($0) }
  }

  private static func standard(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}
