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
    let sources = Set(records.values.map(\.source)).filter { !$0.isEmpty }
    for path in paths where !sources.contains(where: FileScope([path]).covers) {
      throw OperationError(
        .failed,
        "the state has no object from \(path); "
          + (Suggestion.nearest(to: path, among: sources).map { "did you mean `\($0)`?" }
            ?? "`flowform state list` shows the files"))
    }
    let covered = sources.filter(FileScope(paths).covers)
    return selected.filter { covered.contains($0.value.source) }
  }
}
