import Model
import OrderedCollections

/// The row of a kind through the versions of authentik: whole in the first, and what changed in each later one.
///
/// A changed line may have these keys:
///
/// * `gone`: the version has no such kind.
/// * `set`, `unset`: other keys of the row.
/// * `fields`: new and changed fields; a new one names in `after` the field before it.
/// * `choices`: by field that changed in its choices alone, those that are `gone`, and new ones below `after`, by the
/// choice before them.
/// * `fieldsGone`: the names of fields that the version lacks.
/// * `order`: the names of all fields, if their order does not follow from `after`.
/// * `filters`, `filtersGone`: the same for filters.
enum RowHistory {
  private static let ownKeys: Set<String> = ["fields", "filters", "model", "lookup", "since"]

  /// The row after all of these lines. Nil if the last one removes the kind.
  static func row(_ lines: some Sequence<Value>) -> Value? {
    var row: ValueMap?
    for line in lines {
      guard let line = line.map else { continue }
      if line["gone"] != nil {
        row = nil
      } else if let before = row, line["component"] == nil {
        row = applied(line, to: before)
      } else {
        row = line.filter { $0.key != "since" }
      }
    }
    return row.map(Value.map)
  }

  private static func applied(_ change: ValueMap, to before: ValueMap) -> ValueMap {
    var row = before.merging(change["set"]?.map ?? [:]) { $1 }
    for key in texts(change["unset"]) { row[key] = nil }
    var filters = (before["filters"]?.map ?? [:]).merging(change["filters"]?.map ?? [:]) { $1 }
    for name in texts(change["filtersGone"]) { filters[name] = nil }
    filters.sort()
    row["filters"] = .map(filters)
    row["fields"] = .list(fields(change, before["fields"]?.list ?? []))
    return row
  }

  private static func fields(_ change: ValueMap, _ before: [Value]) -> [Value] {
    let gone = Set(texts(change["fieldsGone"]))
    var fields = before.filter { !gone.contains(name(of: $0)) }
    for field in change["fields"]?.list ?? [] {
      guard var row = field.map else { continue }
      let predecessor = row.removeValue(forKey: "after")?.string
      if let predecessor {
        let position = fields.firstIndex { name(of: $0) == predecessor }.map { $0 + 1 } ?? 0
        fields.insert(.map(row), at: position)
      } else if let position = fields.firstIndex(where: { name(of: $0) == name(of: field) }) {
        fields[position] = .map(row)
      }
    }
    for (name, change) in change["choices"]?.map ?? [:] {
      guard let position = fields.firstIndex(where: { self.name(of: $0) == name }),
        var row = fields[position].map, let choices = row["type"]?.list
      else { continue }
      row["type"] = .list(applied(change, to: choices))
      fields[position] = .map(row)
    }
    guard change["order"] != nil else { return fields }
    let named = Dictionary(fields.map { (name(of: $0), $0) }) { $1 }
    return texts(change["order"]).compactMap { named[$0] }
  }

  private static func applied(_ change: Value, to before: [Value]) -> [Value] {
    let gone = Set(change["gone"]?.list ?? [])
    var choices = before.filter { !gone.contains($0) }
    for (predecessor, new) in change["after"]?.map ?? [:] {
      let position = choices.firstIndex(of: .string(predecessor)).map { $0 + 1 } ?? 0
      choices.insert(contentsOf: new.list ?? [], at: position)
    }
    return choices
  }

  /// What changes between two rows of a kind; empty if nothing does.
  static func change(from before: ValueMap, to after: ValueMap) -> ValueMap {
    var change = ValueMap()
    let set = after.filter { !ownKeys.contains($0.key) && before[$0.key] != $0.value }
    if !set.isEmpty { change["set"] = .map(set) }
    let unset = before.keys.filter { after[$0] == nil && !ownKeys.contains($0) }
    if !unset.isEmpty { change["unset"] = .list(unset.map(Value.string)) }
    let old = before["filters"]?.map ?? [:]
    let new = after["filters"]?.map ?? [:]
    let filters = new.filter { old[$0.key] != $0.value }
    if !filters.isEmpty { change["filters"] = .map(filters) }
    let filtersGone = old.keys.filter { new[$0] == nil }
    if !filtersGone.isEmpty { change["filtersGone"] = .list(filtersGone.map(Value.string)) }
    addFields(to: &change, before["fields"]?.list ?? [], after["fields"]?.list ?? [])
    return change
  }

  private static func addFields(to change: inout ValueMap, _ before: [Value], _ after: [Value]) {
    let old = Dictionary(before.map { (name(of: $0), $0) }) { $1 }
    let gone = Set(old.keys).subtracting(after.map(name)).sorted()
    if !gone.isEmpty { change["fieldsGone"] = .list(gone.map(Value.string)) }
    var changed: [Value] = []
    var choices = ValueMap()
    for (index, field) in after.enumerated() where old[name(of: field)] != field {
      guard var row = field.map else { continue }
      if let change = old[name(of: field)].flatMap({ choiceChange(from: $0, to: field) }) {
        choices[name(of: field)] = change
        continue
      }
      if old[name(of: field)] == nil { row["after"] = .string(index == 0 ? "" : name(of: after[index - 1])) }
      changed.append(.map(row))
    }
    if !changed.isEmpty { change["fields"] = .list(changed) }
    if !choices.isEmpty { change["choices"] = .map(choices) }
    if fields(change, before) != after { change["order"] = .list(after.map { .string(name(of: $0)) }) }
  }

  /// Nil if more than the choices of the field changed, or their order.
  private static func choiceChange(from before: Value, to after: Value) -> Value? {
    guard var row = before.map, let old = row["type"]?.list, let new = after["type"]?.list else { return nil }
    row["type"] = .list(new)
    guard Value.map(row) == after else { return nil }
    var added = ValueMap()
    var predecessor = ""
    for (index, choice) in new.enumerated() where !old.contains(choice) {
      if index == 0 || old.contains(new[index - 1]) {
        predecessor = index == 0 ? "" : new[index - 1].string ?? ""
      }
      added[predecessor] = .list((added[predecessor]?.list ?? []) + [choice])
    }
    let change: Value = ["gone": .list(old.filter { !new.contains($0) }), "after": .map(added)]
    guard applied(change, to: old) == new else { return nil }
    return change
  }

  private static func name(of field: Value) -> String { field["name"]?.string ?? "" }

  private static func texts(_ value: Value?) -> [String] { (value?.list ?? []).compactMap(\.string) }
}
