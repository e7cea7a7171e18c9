import Blueprints
import Catalog
import Model
import OrderedCollections

/// Plans with the live object at hand.
extension Planner {
  mutating func change(
    for target: DesiredObject, _ kind: Kind, reading found: Identification
  ) -> PlannedChange? {
    let entry = target.entry
    guard let object = found.object else {
      if entry.state == .absent { return base(target, .unchanged, kind) }
      return create(target, kind)
    }
    // If someone deleted and recreated the object, flowform did not create it.
    let isRecorded = found.isRecorded
    let recordedOrigin = isRecorded ? found.record?.origin : nil
    let wasIntended = input.intendedCreates.contains(entry.address)
    let origin = recordedOrigin ?? (wasIntended ? .created : .adopted)
    let hashes = hashes(target)
    func existing(_ action: Action) -> PlannedChange {
      var change = base(target, action, kind, hashes: hashes)
      change.primaryKey = object[kind.primaryKey]
      change.detailKey = kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
      if action.isWrite || input.digestsUnchanged {
        change.liveDigest = Digest.of(object, as: kind, hidden: change.secretFields)
      }
      change.origin = origin
      change.identity = Recognition.identity(of: object, as: kind, hidden: change.secretFields)
      if !action.isWrite {
        change.answered = Comparison.answered(
          change.values.filter { !change.secretFields.contains($0.key) }, by: object, as: kind,
          serverKeys: change.serverKeys)
      }
      if let address = found.recordAddress, address != entry.address { change.previousAddress = address }
      return change
    }
    let isKnown = isRecorded && found.recordAddress == entry.address
    switch entry.state {
    case .absent:
      return existing(.delete)
    case .mustCreated where origin != .created:
      return existsAlready(entry)
    case .created, .mustCreated:
      return existing(isKnown ? .unchanged : .adopt)
    case .present:
      var basis = Comparison.Basis()
      basis.record = found.record
      basis.hidden = entry.hiddenPaths
      basis.hash = input.secretHash
      basis.serverKeys = input.serverKeys[kind.model] ?? [:]
      let changes =
        Comparison.changes(of: target.wanted, against: object, basis)
        + unseenChanges(target, hashes, object, isRecorded ? found.record : nil)
      guard changes.isEmpty else {
        guard !refusesToForget(entry, object) else { return nil }
        var update = existing(.update)
        update.fields = changes
        return update
      }
      return existing(isKnown ? .unchanged : .adopt)
    }
  }

  /// Whether a look-up that found nothing would clear a reference of the live object, which is an error.
  private mutating func refusesToForget(_ entry: ResolvedEntry, _ object: Value) -> Bool {
    var refuses = false
    for field in entry.fields where field.field?.isWriteOnly == false {
      for (path, missed) in field.missedLookups where object.value(at: path)?.isNull == false {
        refuses = true
        fail(
          entry,
          "\(missed.message); this would clear `\(path)` of \(entry.address); if that is intended, write `null`",
          at: missed.location)
      }
    }
    return refuses
  }

  mutating func existsAlready(_ entry: ResolvedEntry) -> PlannedChange? {
    fail(
      entry, "\(entry.address) must be created but already exists; remove it, or use `state: present`")
    return nil
  }

  mutating func create(_ target: DesiredObject, _ kind: Kind) -> PlannedChange? {
    let entry = target.entry
    var change = base(target, .create, kind)
    let missing =
      kind.requiredFields.filter { change.values[$0.name] == nil }.map { "`\($0.name)`" }
      + kind.neededToCreate.filter { $0.allSatisfy { change.values[$0] == nil } }
      .map { $0.map { "`\($0)`" }.joined(separator: " or ") }
    guard missing.isEmpty else {
      fail(
        entry,
        "\(entry.address) does not exist and cannot be created without \(missing.joined(separator: ", "))")
      return nil
    }
    change.origin = .created
    let hidden = entry.hiddenPaths
    let identifiers = Set(target.identifiers.keys.map { kind.field($0)?.name ?? $0 })
    let defaults = defaults
    change.fields = target.wanted.map { wanted in
      let name = wanted.field.name
      var field = FieldChange(
        path: FieldPath(name), before: .null, after: wanted.value, isSecret: wanted.field.isSecret,
        hidden: hidden[name] ?? [])
      // A secret that is not shown would be known to be the default.
      field.isServerDefault =
        !field.isSecret && field.hiddenParts.isEmpty && !identifiers.contains(name)
        && defaults.isRedundant(wanted.value, of: wanted.field, in: kind)
      return field
    }
    return change
  }

  /// The fields that the server never answers and that differ from the state. Without a record they are
  /// written once.
  private func unseenChanges(
    _ target: DesiredObject, _ hashes: [String: String], _ object: Value, _ record: ResourceRecord?
  ) -> [FieldChange] {
    target.wanted.compactMap { wanted in
      let (name, value) = (wanted.field.name, wanted.value)
      guard wanted.field.isWriteOnly else { return nil }
      // Grants are only ever added.
      if let granted = object[name]?.list, let items = value.list {
        guard !Set(items).isSubset(of: granted) else { return nil }
        return FieldChange(path: FieldPath(name), before: .list(granted), after: value)
      }
      guard hashes[name] == nil || hashes[name] != record?.secrets[name] else { return nil }
      let before: Value = record?.secrets[name] == nil ? .null : .string("")
      return FieldChange(
        path: FieldPath(name), before: before, after: value, isSecret: wanted.field.isSecret)
    }
  }
}
