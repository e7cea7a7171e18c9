package import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Returns the values that find the entry's object. If its identifiers are wrong, returns nil and reports it.
  mutating func identity(of index: Int) -> EntrySlot.Identity? {
    if case .done(let identity) = table[index].identity { return identity }
    if case .running = table[index].identity { return nil }
    if let fast = table[index].fast {
      let identity = fast.identity
      table[index].identity = .done(identity)
      return identity
    }
    table[index].identity = .running
    openIdentities.append(index)
    let identity = depth < Self.depthLimit ? makeIdentity(of: index) : nil
    openIdentities.removeLast()
    table[index].identity = .done(identity)
    if let identity { table.notePosition(index, of: identity.address) }
    return identity
  }

  private mutating func makeIdentity(of index: Int) -> EntrySlot.Identity? {
    depth += 1
    defer { depth -= 1 }
    guard let model = model(of: index), let declared = declared(.identifiers, of: index) else { return nil }
    let file = table[index].entry.file
    let place = table[index].entry.identifiers?.mark.location(in: file) ?? table[index].entry.location
    let kind = catalog.kind(model)
    warnOfHiddenIdentifiers(index)
    guard !declared.isEmpty else {
      guard table[index].identifiers?.isEmpty ?? true, !table[index].hasUnknownIdentifiers,
        !table[index].diagnostics.hasErrors
      else { return nil }
      let example = kind?.uniqueFields.first ?? "name"
      report(
        .error(
          "an entry has no `identifiers`; they find the object, for example `\(example): …`", at: place
        ).about(.identity),
        scope(index))
      return nil
    }
    if let kind, let wrong = declared.first(where: { $0.name != "pk" && kind.field($0.name) == nil }) {
      report(
        .error(
          "\(kind.model) has no field `\(wrong.name)` that could identify it\(Self.hint(for: wrong.name, kind))",
          at: wrong.nameMark.location(in: file)
        ).about(.identity), scope(index))
      return nil
    }
    if let pending = declared.first(where: \.value.isPending) {
      report(
        .error(
          "`\(pending.name)` identifies the object, but its value is only known after an apply; use a field with a value that is known before",
          at: pending.valueMark.location(in: file)
        ).about(.identity), scope(index))
      return nil
    }
    var finding = ValueMap()
    for field in declared where field.name != "pk" { finding[field.name] = field.value }
    if let missed = missedIdentifier(declared, of: index) {
      report(.error(missed.message + ", so it identifies nothing", at: missed.location), scope(index))
      return nil
    }
    if finding.isEmpty, let kind, let key = declared.first(where: { $0.name == "pk" }),
      head(of: index)?.state == .absent
    {
      // The key is enough to find an object for deletion. If the object is gone, the entry is already fulfilled.
      finding[kind.primaryKey] = key.value
    }
    if finding.isEmpty {
      guard let kind, let natural = naturalKey(of: index, kind, place) else { return nil }
      finding = natural
    }
    return EntrySlot.Identity(
      address: ResourceAddress(model: model, identifiers: finding),
      identifiers: finding, primaryKey: declared.first { $0.name == "pk" }?.value, declared: declared[...])
  }

  /// A look-up among the identifiers that found nothing. For an entry with the state `absent` that is no mistake.
  private mutating func missedIdentifier(_ declared: [DeclaredField], of index: Int) -> MissedLookup? {
    guard let missed = declared.lazy.flatMap(\.missedLookups).first, head(of: index)?.state != .absent else {
      return nil
    }
    return missed.lookup
  }

  private static func hint(for name: String, _ kind: Kind) -> String {
    let hint = Suggestion.hint(for: name, among: kind.fields.map(\.name))
    let fields = kind.identifyingFields.map { "`\($0)`" }
    return hint.isEmpty && !fields.isEmpty ? "; possible fields are \(fields.joined(separator: ", "))" : hint
  }

  /// Warns about hidden identifiers: plans and the state show them.
  private mutating func warnOfHiddenIdentifiers(_ index: Int) {
    for field in table[index].identifiers ?? [] where field.isHidden {
      report(
        .warning(
          "`\(field.name)` identifies the object and comes from a variable, so plans show the value of the variable and the state keeps it; if it is not a secret, name the variable with --env-show",
          at: field.valueMark.location(in: table[index].entry.file)
        ).about(.identity), scope(index))
    }
  }

  /// Finds identifying fields for an entry that only has a `pk`. The REST API cannot set a primary key, so the object
  /// is found by fields of `attrs` that are unique in its kind.
  private mutating func naturalKey(of index: Int, _ kind: Kind, _ place: SourceLocation) -> ValueMap? {
    let given = Set(fields(.attrs, of: index).map(\.name))
    let keys = kind.naturalKeys
    for key in keys where given.isSuperset(of: key) {
      var values = ValueMap()
      for (position, field) in fields(.attrs, of: index).enumerated() where key.contains(field.name) {
        guard let value = value(of: position, .attrs, of: index) else { return nil }
        values[field.name] = value
      }
      if values.values.contains(where: \.isNull) { continue }
      let pairs = key.map { "\($0): …" }.joined(separator: ", ")
      report(
        .warning(
          "the REST API cannot set a primary key, so flowform finds the object by `\(key.joined(separator: "`, `"))`; write `identifiers: {\(pairs)}`",
          at: place
        ).about(.identity), scope(index))
      return values
    }
    let shown = keys.map { "`\($0.joined(separator: "` and `"))`" }.joined(separator: " or ")
    report(
      .error(
        "the REST API cannot set a primary key, and without another identifier every run would create the object again; identify it by \(shown.isEmpty ? "its fields" : shown)",
        at: place
      ).about(.identity), scope(index))
    return nil
  }
}

extension Kind {
  /// The fields that usually identify an object: its unique fields, or else its references and the fields that its list
  /// can be filtered by.
  package var identifyingFields: [String] {
    let unique = OrderedSet(uniqueFields + uniqueTogether.joined())
    let references = writableFields.filter { $0.refersTo != nil && !$0.type.isList }.map(\.name)
    if uniqueFields.isEmpty, !unique.isEmpty { return Array(unique.union(references)) }
    return unique.isEmpty ? filters.keys.filter { field($0)?.isReadOnly == false } : Array(unique)
  }

  /// The fields, once with each field of a group in turn. A policy binding, for example, has a policy, a group or a
  /// user.
  private func alternatives(_ fields: [String]) -> [[String]] {
    guard let group = neededToCreate.first(where: { $0.contains(where: fields.contains) }),
      let named = group.first(where: fields.contains)
    else { return [fields] }
    return group.map { other in fields.map { $0 == named ? other : $0 } }
  }

  /// The fields that identify an object, alone or several together.
  package var naturalKeys: [[String]] {
    if !uniqueFields.isEmpty { return uniqueFields.map { [$0] } }
    return uniqueTogether.flatMap(alternatives)
      + ["slug", "name"].filter { field($0)?.isReadOnly == false }.map { [$0] }
  }
}
