package import Files
import FoundationEssentials
import Glibc
package import Model

/// Finds and reads the files that the user names: files, directories, and `-` for standard input.
package struct BlueprintFiles {
  /// A file with its text. `isNamed` is false if a directory walk found it.
  package struct File: Sendable {
    package let source: SourceText
    package let isNamed: Bool
    /// The directory where the walk began. Nil if the user named the file itself.
    package let root: String?

    package init(source: SourceText, isNamed: Bool, root: String? = nil) {
      self.source = source
      self.isNamed = isNamed
      self.root = root
    }
  }

  /// The name of standard input among the files.
  package static let standardInput = "<stdin>"

  package private(set) var files: [File] = []
  /// The test files (`*.flowtest.yaml`), which are never read as blueprints.
  package private(set) var tests: [File] = []
  package private(set) var diagnostics: [Diagnostic] = []
  /// The directories that were walked, those below them included.
  package private(set) var directories: [String] = []

  /// Reads every path. Paths that cannot be read and folders without any blueprint are reported. `standardInput` is
  /// read once, for `-`. Its default is an empty text. `takesTests` allows paths that lead only to test files.
  package init(
    _ paths: [String], takesTests: Bool = false,
    standardInput: () -> BoundedFile.Outcome = { .bytes([]) }
  ) {
    for path in paths {
      if path == "-" {
        // Standard input can be read only once. A second `-` means the same text.
        if files.contains(where: { $0.source.file == Self.standardInput }) { continue }
        add(standardInput(), named: Self.standardInput, root: nil)
        continue
      }
      guard let type = Self.type(of: path) else {
        diagnostics.append(.error(PathAdvice.missing(path), at: nil).about(.files))
        continue
      }
      if type == S_IFDIR { walk(path) } else { read(path, root: nil) }
    }
    // Nothing would be checked, and a plan would take every object for left over.
    if files.isEmpty, !paths.isEmpty, !diagnostics.hasErrors, !takesTests || tests.isEmpty {
      let message = tests.isEmpty ? PathAdvice.empty(paths) : PathAdvice.onlyTests(paths)
      diagnostics.append(.error(message, at: nil).about(.files))
    }
  }

  /// Keeps only the files with these names.
  package func keeping(_ names: Set<String>) -> BlueprintFiles {
    var kept = self
    kept.files.removeAll { !names.contains($0.source.file) }
    return kept
  }

  /// The same files, with a new text for each file that `texts` names.
  package func replacing(_ texts: [String: [UInt8]]) -> BlueprintFiles {
    func replaced(_ file: File) -> File {
      guard let bytes = texts[file.source.file] else { return file }
      return File(
        source: SourceText(file: file.source.file, bytes: bytes), isNamed: file.isNamed, root: file.root)
    }
    var copy = self
    copy.files = files.map(replaced)
    copy.tests = tests.map(replaced)
    return copy
  }

  /// The paths of all files, and of the directories that were walked.
  package var paths: [String] { directories + (files + tests).map(\.source.file) }

  /// The same files and more behind them.
  package func adding(_ more: [File], tests: [File] = []) -> BlueprintFiles {
    var copy = self
    copy.files += more
    copy.tests += tests
    return copy
  }

  /// The same blueprints with the test files of other paths, and what there is to say about those.
  package func withTests(of other: BlueprintFiles) -> BlueprintFiles {
    var copy = self
    copy.tests = other.tests
    copy.diagnostics += other.diagnostics
    return copy
  }

  /// The texts of blueprints and tests by file.
  package var sources: [String: SourceText] {
    Dictionary((files + tests).map { ($0.source.file, $0.source) }) { $1 }
  }

  private mutating func report(_ message: String, _ path: String) {
    diagnostics.append(.error(message, at: SourceLocation(file: path, line: 1, column: 1)).about(.files))
  }

  private mutating func note(_ message: String, _ path: String) {
    diagnostics.append(.note(message, at: SourceLocation(file: path, line: 1, column: 1)).about(.files))
  }

  private mutating func read(_ path: String, root: String?) {
    add(BoundedFile.read(path), named: path, root: root)
  }

  private mutating func add(_ outcome: BoundedFile.Outcome, named path: String, root: String?) {
    switch outcome {
    case .bytes(let bytes):
      let file = File(source: SourceText(file: path, bytes: bytes), isNamed: root == nil, root: root)
      if Self.isTest(path) { tests.append(file) } else { files.append(file) }
    case .tooLarge: report("the file has more than \(BoundedFile.limit) bytes; split it", path)
    case .unreadable: report("the file cannot be read; check its permissions", path)
    }
  }

  /// Walks a directory in sorted order.
  ///
  /// Hidden entries are left out: a mounted ConfigMap keeps its versions in them. Links are only followed if they stay
  /// inside the directory.
  private mutating func walk(_ directory: String) {
    let root = URL(filePath: directory).resolvingSymlinksInPath().path
    var found: [String] = []
    collect(directory, below: root, into: &found, visited: [root])
    for path in found { read(path, root: directory) }
  }

  private mutating func collect(
    _ directory: String, below root: String, into found: inout [String], visited: Set<String>
  ) {
    directories.append(directory)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      report("the folder cannot be read; check its permissions", directory)
      return
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
      let real = URL(filePath: path).resolvingSymlinksInPath().path
      guard real.hasPrefix(root == "/" ? "/" : root + "/") else {
        note("the link leads out of the folder, so flowform does not follow it", path)
        continue
      }
      let type = Self.type(of: real)
      if type == S_IFDIR {
        if !visited.contains(real) {
          collect(path, below: root, into: &found, visited: visited.union([real]))
        }
      } else if Self.isYAML(name) {
        if type == S_IFREG {
          found.append(path)
        } else if type != nil {
          // A pipe would block the walk, and a device may have no end.
          note("this is not a regular file; flowform reads it only if you name it", path)
        }
      }
    }
  }

  /// Whether a walk takes a file of this name for YAML.
  static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  /// Whether a file of this name holds tests of flows.
  package static func isTest(_ name: String) -> Bool {
    name.hasSuffix(".flowtest.yaml") || name.hasSuffix(".flowtest.yml")
  }

  /// Whether a search takes a file of this name for a blueprint.
  static func isBlueprint(_ name: String) -> Bool { isYAML(name) && !isTest(name) }

  /// The file type, as `stat` reports it. Nil if there is no such file.
  static func type(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
