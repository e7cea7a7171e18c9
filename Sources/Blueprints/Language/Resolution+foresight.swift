import Catalog

extension Resolution {
  /// What each entry of a file comes to, as far as everything in it is spelled out.
  ///
  /// Where there is anything to say or to ask of an entry, that is left to its turn in the set.
  static func foresee(
    _ entries: [Entry], in file: String, catalog: Catalog, options: DesiredSet.Options
  ) -> [ForeseenEntry?] {
    let blueprint = Blueprint(file: file, name: nil, labels: [:], context: nil, entries: entries)
    var resolution = Resolution([blueprint], roots: [nil], catalog: catalog, options: options, answers: [:])
    guard resolution.primaryKeys.isEmpty else { return entries.map { _ in nil } }
    return entries.indices.map { entries[$0].isSpelledOut ? resolution.foresee($0) : nil }
  }

  private mutating func foresee(_ index: Int) -> ForeseenEntry? {
    let (valueCount, questionCount) = (nodeCounts[0], questions.count)
    guard !BlueprintApplications.isOne(index, &self), let kind = plannedKind(of: index),
      let head = head(of: index), let resolved = resolvedEntry(index, as: kind, head),
      let identity = identity(of: index), slots[index].diagnostics.isEmpty, questions.count == questionCount,
      EntryValidator.validate(resolved, as: kind, version: catalog.version).isEmpty
    else { return nil }
    let (identifiers, attrs) = (slots[index].identifiers ?? [], slots[index].attrs ?? [])
    // Where one lies over the other, or a name was changed, the attributes are not to be had from the result.
    guard resolved.fields.count == identifiers.count + attrs.count,
      BlueprintNames.aliases[kind.model] == nil
    else { return nil }
    return ForeseenEntry(
      entry: slots[index].entry.withoutAttrs, resolved: resolved, identity: identity,
      identifiers: identifiers,
      valueCount: nodeCounts[0] - valueCount)
  }
}
