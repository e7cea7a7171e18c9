package import Catalog
import Model

extension Catalog {
  /// Throws for a misspelt `--only`, which would select nothing and look like a set without changes. `others`
  /// are models known from elsewhere.
  package func refuseUnknown(_ selected: Set<String>, besides others: Set<String> = []) throws(OperationError)
  {
    let known = others.union(models + modelsWithoutEndpoint)
    guard let model = selected.subtracting(known).min() else { return }
    throw OperationError(
      .misuse, "unknown model `\(model)` in --only\(modelHint(for: model))")
  }

  /// The same if entries can be named too; `names` are neither an entry nor a model.
  package func refuse(namesOfNothing names: [String]) throws(OperationError) {
    guard let name = names.first else { return }
    throw OperationError(
      .misuse,
      "`\(name)` in --only is no model, and no address, `id` or file of these blueprints\(modelHint(for: name))"
    )
  }
}
