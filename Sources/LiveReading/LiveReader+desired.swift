package import Blueprints
import Catalog
package import Model
import OrderedCollections
package import Remote

extension LiveReader {
  /// What the blueprints want, with what only the server knows asked for in turns. What `answers` holds is
  /// not asked.
  package func desired(
    _ parsed: ParsedSet, options: DesiredSet.Options, answers: [Question: Answer] = [:]
  ) async throws(APIError) -> DesiredSet {
    var desired = DesiredSet(parsed, options: options, answers: answers)
    while true {
      let open = desired.questions.filter { desired.answers[$0] == nil }
      guard !open.isEmpty else { return desired }
      desired = desired.with(answers: desired.answers.merging(try await answer(open)) { $1 })
    }
  }

  /// The values of one entry of a desired set once more, now that objects are there which were not.
  ///
  /// What was asked before is not asked again, so that no condition changes its mind on what the apply itself
  /// has made; only what those values depend on is.
  package func lateValues(
    of address: ResourceAddress, in desired: DesiredSet
  ) async throws(APIError) -> ValueMap {
    let answers = desired.answers.filter { !desired.late.contains($0.key) }
    let entries = try await self.desired(desired.parsed, options: desired.options, answers: answers).entries
    return entries.first { $0.address == address }?.values.mapValues { $0.replacingReferences(\.known) }
      ?? [:]
  }
}
