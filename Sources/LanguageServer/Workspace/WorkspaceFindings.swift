package import Model
package import YAML

/// The findings of a workspace by file.
package struct WorkspaceFindings: Sendable {
  /// A file that is no YAML at the moment.
  package struct Broken: Sendable {
    package let error: YAMLError
    /// The lines that were left out so that the rest could be read. Nil if nothing could be read.
    package let blankLines: Set<Int>?
  }

  package private(set) var files: [String: [Diagnostic]] = [:]
  /// Findings without a place.
  package private(set) var others: [Diagnostic] = []

  init() {}

  /// `entries` are the lines at which the entries of broken files begin.
  init(_ found: [Diagnostic], broken: [String: Broken], entries: [String: [Int]]) {
    for diagnostic in found {
      guard let location = diagnostic.location else {
        others.append(diagnostic)
        continue
      }
      if let broken = broken[location.file] {
        // An entry that lacks a line seems to have mistakes that the user did not make.
        guard let blank = broken.blankLines,
          !Self.isInBrokenEntry(location.line, blank, entries[location.file] ?? [])
        else { continue }
      }
      files[location.file, default: []].append(diagnostic)
    }
    for (file, broken) in broken {
      let error = Diagnostic.error(broken.error.message, at: broken.error.mark.location(in: file)).about(
        .syntax)
      files[file, default: []].insert(error, at: 0)
    }
  }

  private static func isInBrokenEntry(_ line: Int, _ blank: Set<Int>, _ starts: [Int]) -> Bool {
    func entry(_ line: Int) -> Int { starts.last { $0 <= line } ?? 0 }
    return blank.contains { entry($0) == entry(line) }
  }
}
