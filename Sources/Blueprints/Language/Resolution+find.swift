import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  private struct Search {
    let model: String
    let conditions: [FindCondition]
    /// Of what it looks for, which is in the address of what it finds.
    let traces: [ValueTrace]

    var question: Question { .find(model: model, conditions: conditions) }

    var symbol: Value {
      [.string(model), .list(conditions.map { [.string($0.field), $0.value.symbolized] })]
    }

    var description: String {
      let pairs = conditions.map { condition in
        let value = PythonText.text(condition.value)
        return "\(condition.field)=\(value)"
      }
      return "\(model) with \(pairs.joined(separator: ", "))"
    }
  }

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
      // What is found by it is not there either.
      if isAbsent(use.scope.entry), !use.scope.isCondition { return TracedValue(.reference(reference)) }
      return none(search, answer, use)
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
    guard let target, let identity = identity(of: target) else { return none(search, answer, use) }
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

  /// What the server says to a search, once the keys are known that its conditions name; nil until then.
  private mutating func answer(to search: Search) -> Answer? {
    let (conditions, lacksAnswer) = asking { resolution in
      search.conditions.map { FindCondition(field: $0.field, value: resolution.located($0.value)) }
    }
    guard !lacksAnswer else { return nil }
    let question = Question.find(model: search.model, conditions: conditions)
    guard let answer = questions.ask(question) else { return nil }
    if answer.value == nil,
      conditions.contains(where: { !$0.value.references.allSatisfy { $0.known != nil } })
    {
      questions.noteLate(question)
    }
    return answer
  }

  /// A look-up that finds several objects takes the first, as authentik's does.
  private mutating func warnOfOthers(_ search: Search, _ answer: Answer, _ use: TagUse) {
    // In a condition it matters only whether there is one.
    guard answer.matchCount > 1, !use.scope.isCondition else { return }
    let names = answer.candidates.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    let more = answer.matchCount - min(10, answer.candidates.count)
    let shown = names.isEmpty ? "" : " (\(names)\(more > 0 ? " and \(more) more" : ""))"
    report(
      .warning(
        "there are \(answer.matchCount) of \(search.description)\(shown), and the first is taken; add conditions until one is left",
        at: location(use.node, use.scope), strict: true), use.scope)
  }

  /// What a look-up gives that finds nothing.
  private mutating func none(_ search: Search, _ answer: Answer, _ use: TagUse) -> TracedValue? {
    let names = answer.candidates.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    let more = answer.candidates.count > 10 ? " and \(answer.candidates.count - 10) more" : ""
    let candidates = names.isEmpty ? "" : "; there are \(names)\(more)"
    let there = candidates + "; if another blueprint creates it, give that file or its folder as well"
    if use.scope.isCondition { return TracedValue(.null) }
    let message = "there is no \(search.description)"
    guard !use.scope.refusesNull else {
      return fail("\(message), and the field takes no null\(there)", use.node, use.scope)
    }
    let place = location(use.node, use.scope)
    report(.warning("\(message), so this is null\(there)", at: place, strict: true), use.scope)
    let missed = MissedLookup(message: "\(message)\(candidates)", location: place)
    return TracedValue(.null, [ValueTrace(steps: [], origin: .missed(missed))])
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
    let conditions = items.dropFirst().map { condition($0, form, scope) }
    guard let model else { return nil }
    guard let name = model.value.string?.lowercased() else {
      reportError(form, items[0], scope)
      return nil
    }
    guard canLookUp(name) else {
      reportError(
        catalog.modelsWithoutEndpoint.contains(name) || BaseClass.isOfDjango(name)
          ? "the API has no list of \(name), so nothing can be looked up there; write what it would give"
          : unknownModel(name), items[0], scope)
      return nil
    }
    let known = conditions.compactMap { $0 }
    guard known.count == conditions.count else { return nil }
    return Search(
      model: name, conditions: known.map(\.condition),
      traces: (model.traces + known.flatMap(\.traces)).collapsed)
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
        "a condition begins with the name of a field, and not with \(field.value.typeName)", pair[0], scope)
      return nil
    }
    return (FindCondition(field: name, value: value.value), field.traces + value.traces)
  }

  /// The first entry of the set that a search finds; in a condition only those above count.
  private mutating func entry(for search: Search, _ scope: Scope) -> Int? {
    for index in candidates(search) where index != scope.entry {
      if scope.isCondition, index > scope.entry { return nil }
      guard let head = head(ofCandidate: index), head.isEnabled, head.state != .absent else { continue }
      if search.conditions.allSatisfy({ meets(index, Lookup($0.field), $0.value) }) { return index }
    }
    return nil
  }

  /// An entry whose conditions are being looked at is no candidate for its own conditions.
  private mutating func head(ofCandidate index: Int) -> EntrySlot.Head? {
    if case .running = table[index].head { return nil }
    return head(of: index)
  }

  /// The entries that may be found, in order.
  private mutating func candidates(_ search: Search) -> [Int] {
    guard let first = search.conditions.first(where: { Lookup($0.field).isPlain && $0.value.keyText != nil })
    else {
      return entries(of: search.model)
    }
    let key = FindIndex.Key(model: search.model, field: first.field)
    let column = table.findIndex.columns[key] ?? makeColumn(key)
    table.findIndex.columns[key] = column
    return ((column.literals[Self.indexed(first.value)] ?? []) + column.others).sorted()
  }

  private mutating func entries(of model: String) -> [Int] {
    if let found = table.findIndex.entries[model] { return found }
    let found = table.indices.filter { index in
      kind(of: index).map { BaseClass.covers(model, $0) } ?? false
    }
    table.findIndex.entries[model] = found
    return found
  }

  private mutating func makeColumn(_ key: FindIndex.Key) -> FindIndex.Column {
    var column = FindIndex.Column()
    for index in entries(of: key.model) {
      let field =
        fields(.identifiers, of: index).last { $0.name == key.field }
        ?? fields(.attrs, of: index).last { $0.name == key.field }
      if let value = field?.known, value.keyText != nil, key.field != "pk" {
        column.literals[Self.indexed(value), default: []].append(index)
      } else if field != nil {
        column.others.append(index)
      }
    }
    return column
  }

  /// Values that a server may count as the same have the same index.
  private static func indexed(_ value: Value) -> Value {
    if let flag = Coercion.boolean(value) { return flag ? 1 : 0 }
    if let number = Coercion.number(value) { return .double(number) }
    return value.string.map { .string(Coercion.trimmed($0).lowercased()) } ?? value
  }

  /// Whether an entry is known to meet a condition.
  private mutating func meets(_ index: Int, _ lookup: Lookup, _ wanted: Value) -> Bool {
    var index = index
    for name in lookup.path.dropLast() {
      guard let address = value(ofField: name, of: index)?.reference?.address,
        let next = table.position(of: address)
      else { return false }
      index = next
    }
    guard let name = lookup.path.last else { return false }
    if name == "pk", let reference = wanted.reference {
      return identity(of: index)?.address == reference.address
    }
    guard let declared = value(ofField: name, of: index) else { return false }
    return lookup.holds(declared, wanted, as: kind(of: index)?.field(name)?.type)
  }
}
