package import Blueprints
import Catalog
package import Exporting
import Files
import FoundationEssentials
import LiveReading
import Model
import OrderedCollections
import Planning

/// Writes an export over the blueprints of an earlier one, and keeps what users wrote into them.
package struct ExportUpdate: Sendable {
  private let operation: ExportOperation
  private let options: DesiredSet.Options

  /// How often the new text is compared with the server, and corrected.
  private static let roundLimit = 4

  package init(_ operation: ExportOperation, options: DesiredSet.Options) {
    self.operation = operation
    self.options = options
  }

  /// The files that change. `root` is the folder; nil if all objects are in one file.
  package func run(
    _ objects: ExportOperation.Objects, style: EntryStyle, _ form: FolderExport.Form, root: String?,
    _ files: BlueprintFiles
  ) async throws -> ExportResult {
    let scope = objects.graph.scope
    let existing = try await comparison(root, scope).run(files)
    let first = FolderExport(objects.graph, style: style, form, existing: existing)
    var result = ExportResult(first, objects.diagnostics, root: root)
    var known = files
    var last = first
    for _ in 1..<Self.roundLimit where last.files.contains(where: { $0.existing != nil }) {
      known = result.applied(to: known, last)
      let existing = try await comparison(root, scope).run(known)
      last = FolderExport(objects.graph, style: style, form, existing: existing)
      result.add(last)
    }
    result.finish(last)
    return result
  }

  private func comparison(_ root: String?, _ scope: ExportScope) -> ExistingComparison {
    ExistingComparison(operation.session, operation.reader, options, scope, root: root)
  }
}
