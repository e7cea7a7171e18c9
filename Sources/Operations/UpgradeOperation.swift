package import Blueprints
import Catalog
import Files
import FoundationEssentials
import Model
package import Upgrading

/// Finds what a newer authentik changes for blueprints, and rewrites what has one sure answer.
package struct UpgradeOperation: Sendable {
  private let versions: UpgradeVersions
  private let options: DesiredSet.Options
  private let isInferred: Bool

  /// With `isInferred`, inferred rewrites are made, too.
  package init(_ versions: UpgradeVersions, options: DesiredSet.Options, isInferred: Bool = false) {
    self.versions = versions
    self.options = options
    self.isInferred = isInferred
  }

  /// Checks the files; writes nothing.
  package func run(_ files: BlueprintFiles) throws(OperationError) -> UpgradeResult {
    let upgrade = Upgrade(files.files.map(\.source), versions, isInferred: isInferred)
    let errors = try self.errors(of: files, with: upgrade)
    let results = upgrade.files.map { file in
      UpgradeResult.File(
        source: file.source, findings: file.findings, rewritten: file.rewritten,
        errors: file.rewritten == nil ? [] : errors[file.source.file] ?? [])
    }
    return UpgradeResult(
      files: results, diagnostics: files.diagnostics.filter { $0.severity == .error } + upgrade.diagnostics,
      entryCount: upgrade.entryCount)
  }

  /// The errors of each file after all rewrites, without those that the old version reports as well.
  private func errors(
    of files: BlueprintFiles, with upgrade: Upgrade
  ) throws(OperationError) -> [String: [Diagnostic]] {
    guard upgrade.files.contains(where: { $0.rewritten != nil }) else { return [:] }
    let new = Dictionary(
      upgrade.files.compactMap { file in file.rewritten.map { (file.source.file, $0) } },
      uniquingKeysWith: { $1 })
    var errors = try self.errors(of: files.replacing(new), versions.target)
    guard !errors.isEmpty else { return [:] }
    let old = if let source = versions.source { source } else { try Self.oldest() }
    let before = try self.errors(of: files, old)
    for (file, found) in errors {
      let known = Set((before[file] ?? []).map(\.message))
      errors[file] = found.filter { !known.contains($0.message) }
    }
    return errors
  }

  private func errors(
    of files: BlueprintFiles, _ catalog: Catalog
  ) throws(OperationError) -> [String: [Diagnostic]] {
    let desired = try ValidateOperation(catalog, options: options).run(files)
    return Dictionary(
      grouping: desired.diagnostics.filter { $0.severity == .error }, by: { $0.location?.file ?? "" })
  }

  private static func oldest() throws(OperationError) -> Catalog {
    do throws(CatalogError) { return try EmbeddedCatalog.all[0].load() } catch {
      throw OperationError(.failed, "\(error)")
    }
  }

  /// Writes every file whose new text the target accepts. Returns the result; the written files are marked.
  package func write(_ result: UpgradeResult) throws(OperationError) -> UpgradeResult {
    var written = result
    for index in written.files.indices {
      let file = written.files[index]
      guard let bytes = file.rewritten, file.errors.isEmpty else { continue }
      try write(bytes, file.source)
      written.files[index].isWritten = true
    }
    return written
  }

  private func write(_ bytes: [UInt8], _ source: SourceText) throws(OperationError) {
    // A link stays, and its target is replaced.
    let path = URL(filePath: source.file).resolvingSymlinksInPath().path
    // If the user names a file twice, it is written already.
    if case .bytes(bytes) = BoundedFile.read(path) { return }
    guard case .bytes(source.bytes) = BoundedFile.read(path) else {
      throw OperationError(.failed, "\(source.file) changed while it was read; run the command again")
    }
    do {
      try AtomicFile.replace(path, with: bytes, mode: .kept)
    } catch {
      throw OperationError(
        .failed,
        "\(source.file) cannot be written: \(error); check the permissions of the file and its folder")
    }
  }
}
