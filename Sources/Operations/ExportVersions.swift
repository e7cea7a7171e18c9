import Blueprints
package import Catalog
package import Exporting
package import Model
import OrderedCollections
import Upgrading

/// The way of an export to another version of authentik.
package struct ExportVersions: Sendable {
  package let target: Catalog
  private let name: String
  private let session: ServerSession

  package init(_ name: String, _ session: ServerSession) throws(OperationError) {
    self.name = name
    self.session = session
    do throws(CatalogError) { target = try EmbeddedCatalog.named(name).load() } catch {
      throw OperationError(.misuse, "\(error); check --for-version")
    }
  }

  private var isOlder: Bool { AuthentikVersion(target.version) < AuthentikVersion(session.catalog.version) }

  /// How entries are written for an older version; nil if the version is not older.
  package var older: OlderForm? {
    isOlder ? OlderForm((name: name, catalog: target), from: session.catalog) : nil
  }

  /// The texts in the form of a newer version, by file, and the findings that are left to the user. Without texts if the version is not newer.
  package func newer(
    _ sources: [SourceText]
  ) throws(OperationError) -> (texts: [String: [UInt8]], diagnostics: [Diagnostic]) {
    guard AuthentikVersion(session.catalog.version) < AuthentikVersion(target.version) else {
      return ([:], [])
    }
    let files = BlueprintFiles([]).adding(
      sources.map { BlueprintFiles.File(source: $0, isNamed: true, root: nil) })
    let versions = UpgradeVersions(
      from: (session.version, session.catalog), to: (name, target))
    let result = try UpgradeOperation(versions, options: DesiredSet.Options(isOffline: true)).run(files)
    let texts = result.files.compactMap { file in file.rewritten.map { (file.source.file, $0) } }
    return (
      Dictionary(texts) { first, _ in first },
      result.diagnostics
        + result.files.flatMap { file in
          file.findings.filter { $0.rewriting != .sure }.map { $0.diagnostic(.refused) }
            + file.errors.map(\.asWarning)
        }
    )
  }
}

extension Diagnostic {
  /// The same diagnostic as a warning, if it is an error.
  var asWarning: Diagnostic {
    guard severity == .error else { return self }
    var copy = self
    copy.severity = .warning
    return copy
  }
}
