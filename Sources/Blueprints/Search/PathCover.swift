/// The fewest files and folders that hold some files and none of some others.
package enum PathCover {
  /// Returns sorted paths. A folder is named by its largest part that holds no file of `others`, even if it holds only
  /// one file, so that further files in it belong to it. The folder of all files is never named.
  package static func paths(of files: [String], without others: [String]) -> [String] {
    var closed = Set(others)
    for other in others { closed.formUnion(folders(of: other)) }
    let places = files.map { file in folders(of: file).first { !closed.contains($0) } ?? file }
    return Set(places).sorted()
  }

  /// The folders above a path, the outermost one first.
  private static func folders(of path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }
}
