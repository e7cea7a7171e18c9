package import Blueprints
package import Catalog
import Files
package import Model
import Operations
import YAML

/// The blueprints of a folder: those on disk, and over them the documents that are open in the editor.
///
/// Files are named by their path below the root, as the commands name them that run there.
package struct Workspace {
  /// The folder, without a slash at its end. Nil if the editor opened single files only.
  package let root: String?
  package private(set) var settings: WorkspaceSettings
  /// The documents that are open.
  package private(set) var open: [DocumentURI: TextDocument] = [:]
  /// The open documents by their names.
  private var openNames: [String: DocumentURI] = [:]
  /// What the editor can do.
  package var client = ClientCapabilities()
  /// The files on disk, as they were when they were last read.
  private var disk = BlueprintFiles([])
  /// What the last check found.
  package private(set) var latestFindings = WorkspaceFindings()
  /// The folder with flowform's documentation; nil if it is not installed.
  package let documentation: String?
  private var diskDocuments: [String: TextDocument] = [:]
  /// The facts of files that are not open. They only change when the files are read again.
  private var diskFacts: [String: FileFacts] = [:]
  /// How often the files on disk were read.
  package private(set) var readCount = 0
  /// The resolved entries of the last check.
  private var desired: DesiredSet?
  /// The parsed files for each catalog: entries depend on it.
  private var caches: [ParsedFileCache] = []
  private var trees: [String: (bytes: [UInt8], tree: SyntaxTree?)] = [:]
  private var knownFacts: [String: (bytes: [UInt8], facts: FileFacts)] = [:]
  /// Which open documents outside of the set are blueprints.
  private var shapes: [String: (bytes: [UInt8], isBlueprint: Bool)] = [:]
  /// The entries with their values, and the texts that they are of.
  private var lastRendered: (bytes: [[UInt8]], set: RenderedSet)?
  private var repairs: [String: (bytes: [UInt8], repair: (text: RepairedText?, error: YAMLError?))] = [:]

  package init(root: String?, settings: WorkspaceSettings, documentation: String? = nil) {
    self.root = root
    self.documentation = documentation
    self.settings = settings
    caches = settings.catalogs.map { _ in ParsedFileCache() }
  }

  package var catalog: Catalog { settings.catalog }

  /// How often a file was parsed.
  package var parseCount: Int { caches.reduce(0) { $0 + $1.parseCount } }

  package mutating func use(_ settings: WorkspaceSettings) {
    self.settings = settings
    // A cache notices another version by itself.
    if caches.count != settings.catalogs.count { caches = settings.catalogs.map { _ in ParsedFileCache() } }
    lastRendered = nil
  }

  /// Reads the files on disk.
  package mutating func readFiles() {
    readCount += 1
    guard root != nil else { return }
    disk = settings.readFiles()
    diskFacts = [:]
    diskDocuments = Dictionary(
      (disk.files + disk.tests).map { file in
        let document = TextDocument(fileURI(file.source.file), file.source.bytes)
        return (file.source.file, document)
      }
    ) { first, _ in first }
  }

  // MARK: Documents

  package mutating func open(_ document: TextDocument) {
    open[document.uri] = document
    openNames[name(of: document.uri)] = document.uri
  }

  package mutating func close(_ uri: DocumentURI) {
    open[uri] = nil
    openNames[name(of: uri)] = nil
  }

  /// Changes an open document; returns false if it is not open.
  package mutating func change(_ uri: DocumentURI, _ body: (inout TextDocument) -> Void) -> Bool {
    // Taken out, so that the text is changed in place.
    guard var document = open.removeValue(forKey: uri) else { return false }
    body(&document)
    open[uri] = document
    return true
  }

  /// The name of a document among the files: its path below the root, or the whole path.
  package func name(of uri: DocumentURI) -> String {
    guard let path = uri.path else { return uri.text }
    guard let root, path.hasPrefix(root + "/") else { return path }
    return String(path.dropFirst(root.count + 1))
  }

  /// The document of a file: the open one, if it is open.
  package func uri(of file: String) -> DocumentURI { openNames[file] ?? fileURI(file) }

  private func fileURI(_ file: String) -> DocumentURI {
    if file.contains("://") { return DocumentURI(file) }
    guard !file.hasPrefix("/"), let root else { return DocumentURI(path: file) }
    return DocumentURI(path: root + "/" + file)
  }

  /// The text of a file, that of the editor if it is open.
  package func document(_ file: String) -> TextDocument? {
    openNames[file].flatMap { open[$0] } ?? diskDocuments[file]
  }

  // MARK: The set

  /// The files of the set. A file that is being written is there with the lines that can be read.
  package mutating func files() -> BlueprintFiles {
    var texts: [String: [UInt8]] = [:]
    var (others, tests): ([BlueprintFiles.File], [BlueprintFiles.File]) = ([], [])
    let known = Set((disk.files + disk.tests).map(\.source.file))
    for (name, uri) in openNames.sorted(by: { $0.key < $1.key }) {
      guard let document = open[uri] else { continue }
      let isTest = BlueprintFiles.isTest(name)
      let bytes = isTest ? document.bytes : repair(name, document.bytes).text?.bytes ?? document.bytes
      if known.contains(name) {
        texts[name] = bytes
      } else {
        let file = BlueprintFiles.File(source: SourceText(file: name, bytes: bytes), isNamed: true)
        if isTest { tests.append(file) } else if isBlueprint(file.source) { others.append(file) }
      }
    }
    return disk.replacing(texts).adding(others, tests: tests)
  }

  private mutating func isBlueprint(_ source: SourceText) -> Bool {
    if let known = shapes[source.file], known.bytes == source.bytes { return known.isBlueprint }
    let isBlueprint = if case .blueprint = BlueprintShape(source) { true } else { false }
    shapes[source.file] = (source.bytes, isBlueprint)
    return isBlueprint
  }

  private mutating func repair(_ file: String, _ bytes: [UInt8]) -> (text: RepairedText?, error: YAMLError?) {
    if let known = repairs[file], known.bytes == bytes { return known.repair }
    let repair = RepairedText.repair(bytes)
    repairs[file] = (bytes, repair)
    return repair
  }

  /// All findings in the set: those of `flowform validate`, and in a file that is being written those of the rest.
  package mutating func findings() -> WorkspaceFindings {
    let files = files()
    var found: [Diagnostic] = files.diagnostics
    do {
      let checked = try ValidateOperation.run(
        files, against: settings.catalogs, options: settings.options, caches: caches)
      found += checked.diagnostics
      desired = checked.desired
    } catch {
      found.append(.error(error.message, at: nil))
    }
    var broken: [String: WorkspaceFindings.Broken] = [:]
    let known = Set(files.files.map(\.source.file))
    for (name, uri) in openNames where known.contains(name) {
      guard let document = open[uri] else { continue }
      let repair = repair(name, document.bytes)
      guard let error = repair.error else { continue }
      broken[name] = WorkspaceFindings.Broken(error: error, blankLines: repair.text?.blankLines)
    }
    latestFindings = WorkspaceFindings(
      found, broken: broken, entries: broken.isEmpty ? [:] : entryLines(of: Set(broken.keys)))
    return latestFindings
  }

  /// The entries of the set with the values of their tags, as far as they are known without a server.
  package mutating func rendered() -> RenderedSet {
    let files = files()
    let bytes = files.files.map(\.source.bytes)
    if let lastRendered, lastRendered.bytes == bytes { return lastRendered.set }
    var options = settings.options
    options.isOffline = true
    let set = RenderedSet(ParsedSet(files.files, catalog: catalog, cache: caches.last), options: options)
    lastRendered = (bytes, set)
    return set
  }

  /// The lines at which the entries of files begin.
  private mutating func entryLines(of files: Set<String>) -> [String: [Int]] {
    Dictionary(
      uniqueKeysWithValues: files.map { ($0, facts(of: $0)?.entries.map { Int($0.node.mark.line) } ?? []) })
  }

  /// The objects that the entries of the last check describe, by the place of the entry.
  package var addresses: [SourceLocation: ResourceAddress] {
    Dictionary((desired?.entries ?? []).map { ($0.location, $0.address) }) { $1 }
  }

  // MARK: The text of the files

  /// The nodes of a file. Nil if it is not there, or cannot be read at all.
  package mutating func tree(of file: String) -> SyntaxTree? {
    // Questions about blueprints have no answer in a test file.
    guard !BlueprintFiles.isTest(file), let document = document(file) else {
      trees[file] = nil
      return nil
    }
    if let known = trees[file], known.bytes == document.bytes { return known.tree }
    var tree = repair(file, document.bytes).text.flatMap { SyntaxTree(document, $0) }
    // What was there before the text became unreadable still answers most questions.
    if tree == nil { tree = trees[file]?.tree }
    trees[file] = (document.bytes, tree)
    return tree
  }

  /// What a file declares and what it refers to.
  package mutating func facts(of file: String) -> FileFacts? {
    let isOpen = openNames[file] != nil
    if !isOpen, let facts = diskFacts[file] { return facts }
    guard let tree = tree(of: file) else { return nil }
    if let known = knownFacts[file], known.bytes == tree.document.bytes { return known.facts }
    let facts = FileFacts(file, tree)
    knownFacts[file] = (tree.document.bytes, facts)
    if !isOpen { diskFacts[file] = facts }
    return facts
  }

  /// The facts of all files of the set, in their order.
  package mutating func allFacts() -> [FileFacts] {
    files().files.compactMap { facts(of: $0.source.file) }
  }
}
