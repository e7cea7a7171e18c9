import Blueprints
import Catalog
import Model
import OrderedCollections

/// All results of a set as lines, for comparing two sets.
enum Shown {
  static func lines(of desired: DesiredSet) -> [String] {
    desired.entries.map(line) + desired.diagnostics.map(line) + desired.questions.map { "asks \($0)" }
      + desired.late.map { "late \($0)" }.sorted() + desired.described.sorted().map { "described \($0)" }
      + desired.failures.sorted().map { "failed \($0)" } + desired.unidentified.map { "unidentified \($0)" }
      + desired.skippedFiles + desired.namesOfNothing + desired.names.map { "\($0)" }
      + desired.consulted.variables.map { "variable \($0)" }.sorted()
      + desired.consulted.files.keys.sorted()
  }

  static func lines(of rendered: RenderedSet) -> [String] {
    rendered.entries.map { JSONWriter.write($0.value) } + rendered.diagnostics.map(line)
      + rendered.namesOfNothing
  }

  private static func line(_ diagnostic: Diagnostic) -> String { "\(diagnostic)" }

  private static func line(_ entry: ResolvedEntry) -> String {
    let fields = entry.fields.map { field in
      "\(field.name)@\(field.nameMark)/\(field.valueMark)=\(field.value) \(field.hiddenPaths) of \(String(describing: field.field?.row)) at \(entry.location(of: field))"
    }
    return
      "\(entry.address) \(entry.state) \(entry.id ?? "-") \(entry.isEnabled) \(entry.location) \(entry.identifiers) \(entry.primaryKey as Any) \(fields) \(entry.permissions) \(entry.hasReferences) \(entry.references.sorted()) after \(entry.comesAfter.sorted())"
  }
}
