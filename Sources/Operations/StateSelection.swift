import Foundation
import Model

/// Selects a state's objects by the files that they come from.
struct StateSelection {
  let paths: [String]
  let models: Set<String>

  /// The records of the selected models from these paths or below them. The files need not exist any more,
  /// because only the state counts.
  func records(
    in records: [ResourceAddress: ResourceRecord]
  ) throws(OperationError) -> [ResourceAddress: ResourceRecord] {
    let selected = records.filter { models.isEmpty || models.contains($0.value.kind) }
    guard !paths.isEmpty else { return selected }
    for path in paths where !records.values.contains(where: { Self.isBelow($0.source, path) }) {
      let sources = Set(records.values.map(\.source)).filter { !$0.isEmpty }
      throw OperationError(
        .failed,
        "the state has no object from \(path); "
          + (Suggestion.nearest(to: path, among: sources).map { "did you mean `\($0)`?" }
            ?? "`flowform state list` shows the files"))
    }
    return selected.filter { record in paths.contains { Self.isBelow(record.value.source, $0) } }
  }

  private static func isBelow(_ source: String, _ path: String) -> Bool {
    guard !source.isEmpty else { return false }
    let source = URL(filePath: source).standardizedFileURL.path
    var folder = URL(filePath: path).standardizedFileURL.path
    if source == folder { return true }
    if !folder.hasSuffix("/") { folder += "/" }
    return source.hasPrefix(folder)
  }
}
