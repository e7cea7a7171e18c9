import Blueprints
import Catalog
import Model
import Upgrading

/// What the catalogs say against a row of the table of changes.
enum Contradictions {
  static func of(_ change: VersionChange) throws -> [String] {
    let before = EmbeddedCatalog.all.last { AuthentikVersion($0.version) < change.since }
    guard let after = EmbeddedCatalog.all.first(where: { change.since <= AuthentikVersion($0.version) })
    else {
      return ["no embedded version has it"]
    }
    let (old, new) = (try before?.load(), try after.load())
    return try (change.models ?? []).sorted().flatMap { model -> [String] in
      if change.change == .kindRemoved {
        return new.knows(model) || old?.knows(model) == false ? ["\(model) is not removed"] : []
      }
      guard let kind = new.kind(model) else { return ["\(new.version) has no kind \(model)"] }
      guard let field = change.field else { return [] }
      return try contradictions(change, field, old, old?.kind(model), new, kind).map { "\(model): \($0)" }
    }
  }

  private static func contradictions(
    _ change: VersionChange, _ field: String, _ old: Catalog?, _ before: Kind?, _ new: Catalog, _ after: Kind
  ) throws -> [String] {
    func accepts(_ name: String, _ value: Value?, _ kind: Kind?, _ catalog: Catalog?) -> Bool {
      guard let kind, let catalog else { return false }
      let name = BlueprintNames.field(name, of: kind)
      return FieldObjection.all(to: name, value, isIdentifier: false, of: kind, in: catalog).isEmpty
    }
    let isInOld = accepts(field, nil, before, old)
    let isInNew = accepts(field, nil, after, new)
    var found: [String] = []
    func claim(_ holds: Bool, _ text: String) {
      if !holds { found.append(text) }
    }
    switch change.change {
    case .required:
      claim(after.field(field)?.isRequired == true, "\(field) is not required")
      claim(before?.field(field)?.isRequired != true, "\(field) was required before")
    case .renamed:
      guard case .rename(let name, let isWrapped, _)? = change.rewrite else {
        return ["it names no new name"]
      }
      claim(isInOld, "\(field) was unknown before")
      claim(!isInNew, "\(field) is still there")
      claim(accepts(name, nil, after, new), "\(name) is unknown")
      let becomesList = before?.field(field)?.type.isList == false && after.field(name)?.type.isList == true
      claim(isWrapped == becomesList, "\(name) has another form")
    case .removed:
      claim(isInOld || change.isInside, "\(field) was unknown before")
      claim(!isInNew, "\(field) is still there")
    case .choice, .type:
      claim(isInNew, "\(field) is unknown")
      var pairs = change.examples
      if case .map(let values)? = change.rewrite { pairs += values.map { (old: $0.key, new: $0.value) } }
      for value in change.condition.values ?? [] {
        claim(accepts(field, value, before, old), "\(value) was refused before")
        claim(!accepts(field, value, after, new), "\(value) is still accepted")
      }
      claim(!pairs.isEmpty || change.condition.values != nil, "it has no examples")
      for pair in pairs {
        claim(accepts(field, pair.old, before, old), "\(pair.old) was refused before")
        claim(!accepts(field, pair.old, after, new), "\(pair.old) is still accepted")
        claim(accepts(field, pair.new, after, new), "\(pair.new) is refused")
      }
    case .default, .constraint, .rule, .deprecated, .meaning, .shipped, .state:
      claim(isInNew, "\(field) is unknown")
    case .lookUp, .kindRemoved: break
    }
    return found
  }
}

extension Catalog {
  fileprivate func knows(_ model: String) -> Bool {
    kind(model) != nil || modelsWithoutEndpoint.contains(model)
  }
}
