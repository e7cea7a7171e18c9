package import Blueprints
import Catalog
package import Model
import OrderedCollections
package import Remote

extension LiveReader {
  /// Resolves the blueprints. In rounds, it asks the server for the values that only the server knows. It does not
  /// ask the questions that `answers` holds.
  package func desired(
    _ parsed: ParsedSet, options: DesiredSet.Options, answers: [Question: Answer] = [:]
  ) async throws(APIError) -> DesiredSet {
    var desired = DesiredSet(parsed, options: options, answers: answers)
    while !desired.questions.isEmpty {
      let found = try await answer(desired.questions)
      desired = desired.with(answers: desired.answers.merging(found) { $1 })
    }
    return desired
  }

  /// The values of one entry, resolved again after objects were created.
  ///
  /// Earlier answers are kept, so that a condition does not change because of the apply itself. Only what the
  /// values depend on is asked again.
  package func lateValues(
    of address: ResourceAddress, in desired: DesiredSet
  ) async throws(APIError) -> ValueMap {
    let answers = desired.answers.filter { !desired.late.contains($0.key) }
    let entries = try await self.desired(desired.parsed, options: desired.options, answers: answers).entries
    return entries.first { $0.address == address }?.values.mapValues { $0.replacingReferences(\.known) }
      ?? [:]
  }
}
