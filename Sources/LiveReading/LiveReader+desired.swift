package import Blueprints
import Catalog
package import Model
import OrderedCollections
package import Remote

extension LiveReader {
  /// Resolves the blueprints, asking the server in rounds for what only it knows. Questions that `answers`
  /// holds are not asked.
  package func desired(
    _ files: BlueprintFiles, options: DesiredSet.Options, answers: [Question: Answer] = [:]
  ) async throws(APIError) -> DesiredSet {
    var answers = answers
    while true {
      let desired = DesiredSet(files.files, catalog: catalog, options: options, answers: answers)
      let open = desired.questions.filter { answers[$0] == nil }
      guard !open.isEmpty else { return desired }
      answers.merge(try await answer(open)) { $1 }
    }
  }

  /// The values of one entry, resolved again after objects were created.
  ///
  /// Earlier answers are kept, so that a condition does not change because of the apply itself. Only what the
  /// values depend on is asked again.
  package func lateValues(
    of address: ResourceAddress, in desired: DesiredSet, _ files: BlueprintFiles, options: DesiredSet.Options
  ) async throws(APIError) -> ValueMap {
    let answers = desired.answers.filter { !desired.late.contains($0.key) }
    let entries = try await self.desired(files, options: options, answers: answers).entries
    return entries.first { $0.address == address }?.values.mapValues { $0.replacingReferences(\.known) }
      ?? [:]
  }
}
