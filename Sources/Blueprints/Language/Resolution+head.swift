import Catalog
import Model
import YAML

extension Resolution {
  /// Returns the entry's model in lower case. If it has none, returns nil and reports it.
  mutating func model(of index: Int) -> String? {
    switch table[index].model {
    case .done(let model): return model
    case .running: return nil
    case .open: break
    }
    table[index].model = .running
    let node = table[index].entry.model
    let scope = scope(index).condition
    var model: String?
    if let value = value(of: node, scope) {
      model = value.string.map(known)
      if model == nil, value.reference == nil || !hasOpenEnd {
        let found = node.tag?.isCustom == true ? value.typeName : node.describe
        reportError("the model is \(found); expected a name such as authentik_flows.flow", node, scope)
      }
    }
    table[index].model = .done(model)
    return model
  }

  /// Returns the catalog's spelling of the name. All entries of a kind then share one string.
  private func known(_ model: String) -> String {
    (catalog.kind(model) ?? catalog.kind(model.lowercased()))?.model ?? model.lowercased()
  }

  mutating func kind(of index: Int) -> Kind? { model(of: index).flatMap(catalog.kind) }

  /// True if the entry is known to have the state `absent`.
  func isAbsent(_ index: Int) -> Bool {
    if let fast = table[index].fast { return fast.resolved.state == .absent }
    if case .done(let head?) = table[index].head { return head.state == .absent }
    return false
  }

  /// True if the entry is selected by --only, or if there is no selection.
  mutating func isSelected(_ index: Int) -> Bool {
    options.only.isEmpty || isCovered(index, by: options.only)
  }

  private mutating func isCovered(_ index: Int, by selection: Selection) -> Bool {
    let entry = table[index].entry
    if selection.covers(id: entry.id, file: entry.file) || selection.covers(model: model(of: index)) {
      return true
    }
    // Mistakes of an entry do not matter if it is not selected.
    let diagnostics = table[index].diagnostics
    if selection.covers({ identity(of: index)?.address }) { return true }
    table[index].diagnostics = diagnostics
    return false
  }

  /// The names of the selection that match neither an entry nor a model.
  mutating func namesOfNothing() -> [String] {
    options.only.names.sorted().filter { name in
      let model = name.lowercased()
      if catalog.kind(model) != nil || catalog.modelsWithoutEndpoint.contains(model) { return false }
      return !table.indices.contains { isCovered($0, by: Selection([name])) }
    }
  }

  /// Returns the values that decide whether the entry applies. Nil if they have a mistake.
  mutating func head(of index: Int) -> EntrySlot.Head? {
    switch table[index].head {
    case .done(let head): return head
    case .running:
      report(
        .error(
          "the conditions of entries depend on each other in a circle", at: table[index].entry.location
        ).about(.order),
        scope(index))
      return nil
    case .open: break
    }
    table[index].head = .running
    let head = makeHead(of: index)
    table[index].head = .done(head)
    return head
  }

  private mutating func makeHead(of index: Int) -> EntrySlot.Head? {
    let scope = scope(index).condition
    let nodes = table[index].entry.conditions
    let (conditions, lacksAnswer) = asking { resolution in nodes.map { resolution.value(of: $0, scope) } }
    // A condition with a mistake counts as true, so the entry is still checked.
    let isEnabled = conditions.allSatisfy { $0?.isTruthy ?? true }
    let isUncertain = lacksAnswer || conditions.contains { $0?.isOpen ?? false }
    guard let state = state(of: table[index].entry, scope) else { return nil }
    return EntrySlot.Head(state: state, isEnabled: isEnabled, isUncertain: isUncertain)
  }

  private mutating func state(of entry: Entry, _ scope: Scope) -> EntryState? {
    guard let node = entry.state else { return .present }
    guard let value = value(of: node, scope) else { return nil }
    if value.isNull || (value.reference != nil && hasOpenEnd) { return .present }
    if let state = value.string.flatMap(EntryState.init(rawValue:)) { return state }
    let known = EntryState.allCases.map(\.rawValue)
    let shown = value.string.map { "`\($0)`" } ?? value.typeName
    reportError(
      "the state is \(shown); expected \(known.joined(separator: ", "))\(Suggestion.hint(for: value.string ?? "", among: known))",
      node, scope)
    return nil
  }
}

extension Value {
  /// True if the value depends on an answer that the server has not been asked for yet.
  fileprivate var isOpen: Bool {
    reference.map { $0.known == nil && $0.symbol["key_of"] == nil } ?? false
  }
}
