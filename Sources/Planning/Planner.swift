import Blueprints
import Catalog
import Model
import OrderedCollections

/// Makes a plan of what is desired, what is live and what was recorded; does no I/O.
package struct Planner {
  private let input: PlanInput
  private let described: Set<ResourceAddress>
  private var indexes: [String: LiveIndex] = [:]
  private var diagnostics: [Diagnostic] = []
  /// Which entry has claimed a live object.
  private var claims: [String: [Value: ResolvedEntry]] = [:]
  /// Records whose object goes on under another address.
  private var renamed: Set<ResourceAddress> = []
  private let recordsByEntry: [String: [ResourceAddress]]

  package static func plan(_ input: PlanInput) -> Plan {
    var planner = Planner(input)
    return planner.plan()
  }

  private init(_ input: PlanInput) {
    self.input = input
    described = input.described.union(input.entries.map(\.address))
    recordsByEntry = Dictionary(
      grouping: input.records.keys.filter { input.records[$0]?.entryID != nil },
      by: { Self.entryKey(input.records[$0]?.source, input.records[$0]?.entryID, $0.model) })
    for (model, observation) in input.observations {
      guard case .objects(let objects) = observation, let kind = input.catalog.kind(model) else { continue }
      indexes[model] = LiveIndex(objects, kind: kind)
    }
  }

  private static func entryKey(_ file: String?, _ id: String?, _ model: String) -> String {
    "\(model)\u{0}\(file ?? "")\u{0}\(id ?? "")"
  }

  private mutating func plan() -> Plan {
    var changes = input.entries.compactMap { change(for: $0) }
    let undescribed = input.records.filter { !described.contains($0.key) && !renamed.contains($0.key) }
      .sorted { $0.key < $1.key }
    let vanished = undescribed.filter { isGone($0.value) }.map(\.key)
    let leftovers = undescribed.filter { !isGone($0.value) }
      .map { Plan.Leftover(address: $0.key, source: $0.value.source) }
    if input.prunes { changes += leftovers.compactMap { prune($0) } }
    var plan = Plan(changes: changes)
    plan.leftovers = leftovers
    plan.vanished = vanished
    plan.diagnostics =
      diagnostics
      + vanished.map {
        .note("\($0) is gone from the server and from the blueprints; the next apply forgets it", at: nil)
      }
    return plan
  }

  private mutating func change(for entry: ResolvedEntry) -> PlannedChange? {
    guard let kind = input.catalog.kind(entry.model) else { return nil }
    guard entry.isEnabled else { return skip(entry, "a condition is not true") }
    switch input.observations[entry.model] {
    case .objects:
      guard let found = identify(entry, kind) else { return nil }
      return change(for: entry, kind, found)
    case .verdicts(let verdicts):
      return change(for: entry, kind, verdicts[entry.address] ?? .unknown(reason: "it was not asked for"))
    case nil:
      return change(for: entry, kind, .unknown(reason: "the server was not asked"))
    }
  }

  private mutating func identify(_ entry: ResolvedEntry, _ kind: Kind) -> Identification? {
    guard let index = indexes[entry.model] else { return nil }
    let record = record(for: entry)
    do {
      let found = try Identification(entry, record: record?.record, index: index, kind: kind)
      if let record, record.address != entry.address, found.object != nil { renamed.insert(record.address) }
      if let object = found.object, !claim(object, by: entry, kind) { return nil }
      return found
    } catch {
      diagnostics.append(.error(error.message, at: entry.location))
      return nil
    }
  }

  /// The record under the entry's own address, or the one that the same entry (file and `id`) left under
  /// identifiers that nothing describes any more.
  private func record(for entry: ResolvedEntry) -> (address: ResourceAddress, record: ResourceRecord)? {
    if let record = input.records[entry.address] { return (entry.address, record) }
    guard let id = entry.id else { return nil }
    let candidates = recordsByEntry[Self.entryKey(entry.location.file, id, entry.model)] ?? []
    let free = candidates.filter { !described.contains($0) }
    guard free.count == 1, let address = free.first, let record = input.records[address] else { return nil }
    return (address, record)
  }

  private mutating func claim(_ object: Value, by entry: ResolvedEntry, _ kind: Kind) -> Bool {
    let key = object[kind.primaryKey] ?? .null
    if let other = claims[entry.model]?[key] {
      diagnostics.append(
        .error(
          "\(entry.address) and \(other.address) (\(other.location)) are the same object on the server (\(JSONWriter.write(key))); use the same identifiers in both",
          at: entry.location))
      return false
    }
    claims[entry.model, default: [:]][key] = entry
    return true
  }

  private func base(_ entry: ResolvedEntry, _ action: Action, _ kind: Kind) -> PlannedChange {
    var change = PlannedChange(address: entry.address, action: action)
    change.source = entry.location
    change.identifiers = entry.identifiers
    change.entryID = entry.id
    change.values = Self.writable(entry, kind)
    change.secretFields = Set(kind.fields.filter { $0.isSecret }.map(\.name)).intersection(
      change.values.keys)
    change.isCreateOnly = entry.state == .created || entry.state == .mustCreated
    change.mustBeNew = entry.state == .mustCreated
    return change
  }

  private static func writable(_ entry: ResolvedEntry, _ kind: Kind) -> ValueMap {
    entry.values.filter { kind.field($0.key).map { !$0.isReadOnly } ?? false }
  }

  private func skip(_ entry: ResolvedEntry, _ reason: String) -> PlannedChange {
    var change = PlannedChange(address: entry.address, action: .skip)
    change.source = entry.location
    change.reason = reason
    return change
  }

  // MARK: - With the live object at hand

  private mutating func change(
    for entry: ResolvedEntry, _ kind: Kind, _ found: Identification
  ) -> PlannedChange? {
    guard let object = found.object else {
      if entry.state == .absent { return base(entry, .unchanged, kind) }
      return create(entry, kind)
    }
    // An object that was made anew outside is not the one that flowform created.
    let isRecorded = found.record.map { $0.primaryKey == object[kind.primaryKey] } ?? false
    let recordedOrigin = isRecorded ? found.record?.origin : nil
    let wasIntended = input.intendedCreates.contains(entry.address)
    let origin = recordedOrigin ?? (wasIntended ? .created : .adopted)
    func existing(_ action: Action) -> PlannedChange {
      var change = base(entry, action, kind)
      change.primaryKey = object[kind.primaryKey]
      change.detailKey = kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
      change.liveDigest = Digest.of(object, as: kind)
      change.origin = origin
      if let record = record(for: entry), record.address != entry.address {
        change.previousAddress = record.address
      }
      return change
    }
    let isKnown = isRecorded && input.records[entry.address] != nil
    switch entry.state {
    case .absent:
      return existing(.delete)
    case .mustCreated where origin != .created:
      return existsAlready(entry)
    case .created, .mustCreated:
      return existing(isKnown ? .unchanged : .adopt)
    case .present:
      let changes = Comparison.changes(
        of: Self.writable(entry, kind), against: object, as: kind, applied: found.record?.applied)
      guard changes.isEmpty else {
        var update = existing(.update)
        update.fields = changes
        return update
      }
      return existing(isKnown ? .unchanged : .adopt)
    }
  }

  private mutating func existsAlready(_ entry: ResolvedEntry) -> PlannedChange? {
    diagnostics.append(
      .error(
        "\(entry.address) must be created and exists already; remove it, or use `state: present`",
        at: entry.location))
    return nil
  }

  private mutating func create(_ entry: ResolvedEntry, _ kind: Kind) -> PlannedChange? {
    var change = base(entry, .create, kind)
    let missing = kind.fields.filter { $0.isRequired && change.values[$0.name] == nil }.map { "`\($0.name)`" }
    guard missing.isEmpty else {
      diagnostics.append(
        .error(
          "\(entry.address) does not exist and cannot be created without \(missing.joined(separator: ", "))",
          at: entry.location))
      return nil
    }
    change.origin = .created
    change.fields = change.values.map { name, value in
      FieldChange(
        path: FieldPath(name), before: .null, after: value, isSecret: kind.field(name)?.isSecret ?? false)
    }
    return change
  }

  // MARK: - Without reading

  private mutating func change(
    for entry: ResolvedEntry, _ kind: Kind, _ verdict: Observation.Verdict
  ) -> PlannedChange? {
    if let record = record(for: entry), record.address != entry.address {
      // To create it would make a second object.
      renamed.insert(record.address)
      diagnostics.append(
        .warning(
          "\(entry.address) was \(record.address), and cannot be renamed by a token that may not read it",
          at: entry.location))
      return skip(entry, "unreadable")
    }
    switch verdict {
    case .taken:
      let isOurs =
        input.records[entry.address]?.origin == .created || input.intendedCreates.contains(entry.address)
      return entry.state == .mustCreated && !isOurs ? existsAlready(entry) : skip(entry, "unreadable")
    case .free: return entry.state == .absent ? base(entry, .unchanged, kind) : create(entry, kind)
    case .unknown(let reason):
      diagnostics.append(
        .warning(
          "whether \(entry.address) exists cannot be told (\(reason)); the plan goes by the state file",
          at: entry.location))
      guard let record = input.records[entry.address] else {
        return entry.state == .absent ? skip(entry, "unreadable") : create(entry, kind)
      }
      guard entry.state != .absent else { return skip(entry, "unreadable") }
      let changes = Comparison.changes(
        of: Self.writable(entry, kind), against: .map(record.applied), as: kind)
      guard changes.isEmpty || entry.state != .present else { return skip(entry, "unreadable") }
      var change = base(entry, .unchanged, kind)
      change.primaryKey = record.primaryKey
      change.origin = record.origin
      return change
    }
  }

  // MARK: - What no entry describes any more

  /// Whether the server was read and does not have the object any more.
  private func isGone(_ record: ResourceRecord) -> Bool {
    indexes[record.kind].map { $0.object(primaryKey: record.primaryKey) == nil } ?? false
  }

  /// Deletes only what flowform itself created, and whose file is in the set.
  private func prune(_ leftover: Plan.Leftover) -> PlannedChange? {
    guard let record = input.records[leftover.address], record.origin == .created,
      input.sources.contains(record.source), let kind = input.catalog.kind(record.kind),
      let object = indexes[record.kind]?.object(primaryKey: record.primaryKey)
    else { return nil }
    var change = PlannedChange(address: leftover.address, action: .delete)
    change.reason = "no entry describes it any more"
    change.primaryKey = record.primaryKey
    change.detailKey = kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
    change.liveDigest = Digest.of(object, as: kind)
    change.origin = .created
    change.identifiers = record.identifiers
    return change
  }
}
