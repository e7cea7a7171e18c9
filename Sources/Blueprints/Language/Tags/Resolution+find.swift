import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// `!Find [model, [field, value], …]`: the key of the first object for which all conditions hold.
  mutating func find(_ use: TagUse) -> TracedValue? {
    guard let search = search(use) else { return nil }
    return found(search, use).map { TracedValue($0.value, search.traces + $0.traces) }
  }

  private mutating func found(_ search: Search, _ use: TagUse) -> TracedValue? {
    let symbol: Value = ["find": search.symbol]
    if let target = entry(for: search, use.scope) {
      return reference(to: target, symbol: symbol, at: use.node, use.scope).map { TracedValue($0) }
    }
    let kind = catalog.kind(search.model)
    var reference = Reference(
      ResourceAddress(model: search.model, identifiers: search.conditions.map { ($0.field, $0.value) }),
      key: key(for: kind, use.scope), symbol: symbol)
    guard let answer = answer(to: search) else { return TracedValue(.reference(reference)) }
    guard let object = answer.value else {
      let sources = search.conditions.map(\.value).filter(\.isPending).flatMap(\.references)
      guard sources.isEmpty else {
        return TracedValue(.pending(PendingValue(tag: use.name, sources: sources)))
      }
      // An object that is found by it does not exist either.
      if isAbsent(use.scope.entry), !use.scope.isCondition { return TracedValue(.reference(reference)) }
      return nothingFound(search, answer, use)
    }
    warnOfOthers(search, answer, use)
    if kind == nil, object[Reference.Key.policyTarget.rawValue] != nil,
      model(of: use.scope.entry) == "authentik_policies.policybinding"
    {
      reference.key = .policyTarget
    }
    reference.known = key(reference.key, of: object, kind)
    return TracedValue(.reference(reference))
  }

  /// `!FindObject [model, [field, value], …]`: the object itself, as the server has it.
  mutating func findObject(_ use: TagUse) -> TracedValue? {
    guard let search = search(use) else { return nil }
    return foundObject(search, use).map { TracedValue($0.value, search.traces + $0.traces) }
  }

  private mutating func foundObject(_ search: Search, _ use: TagUse) -> TracedValue? {
    let target = entry(for: search, use.scope)
    guard let answer = answer(to: search) else {
      return TracedValue(Self.symbolic(["find_object": search.symbol]))
    }
    if let object = answer.value {
      warnOfOthers(search, answer, use)
      let object = target.map { overlaid(object, with: $0) } ?? object
      return count(object.size, use.node, use.scope) ? TracedValue(object) : nil
    }
    guard let target, let identity = identity(of: target) else { return nothingFound(search, answer, use) }
    questions.noteLate(search.question)
    return TracedValue(
      .pending(PendingValue(tag: use.name, sources: [Reference(identity.address, symbol: .null)])))
  }

  /// A live object as it will be once the entry that describes it is applied.
  private mutating func overlaid(_ object: Value, with target: Int) -> Value {
    guard case .map(var fields) = object, let kind = kind(of: target), head(of: target)?.state == .present
    else { return object }
    for field in self.fields(.identifiers, of: target) + self.fields(.attrs, of: target) {
      guard let row = kind.field(field.name), !row.isReadOnly, !row.isWriteOnly,
        let value = value(ofField: field.name, of: target)
      else { continue }
      fields[field.name] = Coercion.normalized(value, as: row.type)
    }
    return .map(fields)
  }

  private mutating func search(_ use: TagUse) -> Search? {
    let form =
      "\(use.name) takes a model and at least one condition: `\(use.name) [authentik_flows.flow, [slug, x]]`"
    guard let items = use.list, items.count > 1 else {
      reportError(form, use.node, use.scope)
      return nil
    }
    let scope = use.scope.argument
    let model = traced(items[0], scope)
    let (conditions, lacksAnswer) = asking { resolution in
      items.dropFirst().map { resolution.condition($0, form, scope) }
    }
    guard let model else { return nil }
    guard let name = model.value.string?.lowercased() else {
      reportError(form, items[0], scope)
      return nil
    }
    guard canLookUp(name) else {
      reportError(
        catalog.modelsWithoutEndpoint.contains(name) || BaseClass.isOfDjango(name)
          ? "the API has no list of \(name), so flowform cannot look there; write the value itself"
          : UnknownModel.unknown(name, in: catalog), items[0], scope)
      return nil
    }
    let known = conditions.compactMap { $0 }
    guard known.count == conditions.count else { return nil }
    return Search(
      model: name, conditions: known.map(\.condition),
      traces: (model.traces + known.flatMap(\.traces)).collapsed, lacksAnswer: lacksAnswer)
  }

  func canLookUp(_ model: String) -> Bool {
    catalog.kind(model) != nil || catalog.lookupKind(model) != nil || BaseClass.contains(model)
  }

  private mutating func condition(
    _ node: Node, _ form: String, _ scope: Scope
  ) -> (condition: FindCondition, traces: [ValueTrace])? {
    guard case .list(let pair) = node.content, node.tag?.isCustom != true, pair.count == 2 else {
      reportError(form, node, scope)
      return nil
    }
    let (field, value) = (traced(pair[0], scope), traced(pair[1], scope))
    guard let field, let value else { return nil }
    guard let name = field.value.string, !name.isEmpty else {
      reportError(
        "a condition begins with the name of a field, not with \(field.value.typeName)", pair[0], scope)
      return nil
    }
    return (FindCondition(field: name, value: value.value), field.traces + value.traces)
  }
}
