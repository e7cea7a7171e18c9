package import Catalog
package import Model

/// What a coverage is made from.
package struct CoverageInput: Sendable {
  /// All objects that were read, those of other kinds as well: they tell names.
  package var objects: [ExportedObject]
  /// The kinds that are asked for.
  package var kinds: [Kind]
  /// How many objects the kinds have whose lists were not read, by model.
  package var counts: [String: Int] = [:]
  /// The primary keys of the objects that entries describe, by model.
  package var described: [String: Set<Value>] = [:]
  /// The objects that only the state knows, by model and primary key.
  package var leftOver: [String: [Value: Coverage.LeftOver]] = [:]

  package init(objects: [ExportedObject], kinds: [Kind]) {
    self.objects = objects
    self.kinds = kinds
  }
}
