import Blueprints
import Catalog
import Model
import OrderedCollections

/// Makes a plan from the desired, the live and the recorded objects; does no I/O.
package struct Planner {
  let input: PlanInput
  private let described: Set<ResourceAddress>
  var indexes: [String: LiveIndex] = [:]
  var diagnostics: [Diagnostic] = []
  /// The entry that has claimed each live object.
  private var claims: [String: [Value: (address: ResourceAddress, location: SourceLocation)]] = [:]
  /// The live object of each address that has one.
  var live: [ResourceAddress: Value] = [:]
  /// Records of objects that continue under another address.
  var renamed: Set<ResourceAddress> = []
  /// What a create stores in the fields that it leaves out.
  lazy var defaults = CreateDefaults(nearestTo: input.catalog.version)
  /// The names of the objects that the entries refer to.
  private var names = ObjectNames()
  /// How many entries have a record of an object that is not on the server.
  private var staleCount = 0
  /// Entries that cannot be planned, and those that need them.
  private var failures: Set<ResourceAddress>
  private var abandoned: [ResourceAddress: ResourceAddress] = [:]
  private let planned: Set<ResourceAddress>
  private let recordsByEntry: [String: [ResourceAddress]]

  package static func plan(_ input: PlanInput) -> Plan {
    var planner = Planner(input)
    return planner.plan()
  }

  private init(_ input: PlanInput) {
    self.input = input
    planned = Set(input.entries.map(\.address))
    failures = input.failures
    described = input.described.union(planned).union(failures)
    let hasNamedEntries = input.entries.contains { $0.id != nil }
    let named = hasNamedEntries ? input.records.keys.filter { input.records[$0]?.entryID != nil } : []
    recordsByEntry = Dictionary(
      grouping: named,
      by: { Self.entryKey(input.records[$0]?.source, input.records[$0]?.entryID, $0.model) })
    let names = input.entries.reduce(into: [String: Set<String>]()) { names, entry in
      names[entry.model, default: []].formUnion(entry.identifiers.keys)
    }
    for (model, found) in input.liveObjects {
      guard case .objects(let objects) = found, let kind = input.catalog.kind(model) else { continue }
      indexes[model] = LiveIndex(objects, kind: kind, names: names[model] ?? [])
    }
  }

  private static func entryKey(_ file: String?, _ id: String?, _ model: String) -> String {
    "\(model)\u{0}\(file ?? "")\u{0}\(id ?? "")"
  }

  private mutating func plan() -> Plan {
    var changes = input.entries.compactMap { change(for: $0) }
    let undescribed = input.records.keys.filter {
      !described.contains($0) && !renamed.contains($0) && !input.unchecked.contains($0)
    }.sorted()
    let vanished = undescribed.filter(isGone)
    let leftovers = undescribed.filter { !isGone($0) }
      .map { Plan.Leftover(address: $0, source: input.records[$0]?.source ?? "") }
    // An entry with a mistake may describe one of the leftovers.
    if input.prunes, failures.isEmpty { changes += leftovers.compactMap { prune($0) } }
    var plan = Plan(changes: inDeleteOrder(changes))
    plan.leftovers = leftovers
    plan.vanished = vanished
    plan.names = names
    plan.failures = failures
    plan.abandoned = abandoned
    plan.diagnostics =
      diagnostics + staleNote
      + vanished.map {
        .note(
          "\($0) is gone from the server and from the blueprints; apply removes it from the state", at: nil)
      }
    return plan
  }

  private var staleNote: [Diagnostic] {
    guard staleCount > 0 else { return [] }
    let objects = staleCount == 1 ? "1 object of the state is" : "\(staleCount) objects of the state are"
    return [
      .note(
        "\(objects) not on the server any more; the plan looks for each of them by its identifiers, and creates it if there is none",
        at: nil)
    ]
  }

  private mutating func change(for entry: ResolvedEntry) -> PlannedChange? {
    guard let kind = input.catalog.kind(entry.model) else { return nil }
    guard entry.isEnabled else { return skip(entry, "a condition is not true") }
    if let needed = brokenNeed(of: entry) {
      abandoned[entry.address] = needed
      return skip(entry, "it needs \(needed), which has an error")
    }
    var known: [(ResourceAddress, Value)] = []
    let target = DesiredObject(entry, as: kind) { reference in
      let key = settle(reference)
      if let key { known.append((reference.address, key)) }
      return key
    }
    for (address, key) in known { names.add(address, key: key) }
    switch input.liveObjects[entry.model] {
    case .objects:
      guard let found = identify(target, kind) else { return nil }
      if entry.state != .absent { live[entry.address] = found.object }
      return change(for: target, kind, reading: found)
    case .verdicts(let verdicts):
      return change(
        for: target, kind, probing: verdicts[entry.address] ?? .unknown(reason: "it was not asked for"))
    case nil:
      return change(for: target, kind, probing: .unknown(reason: "the server was not asked"))
    }
  }

  /// An entry that this one needs and that cannot be applied. Entries come after those they need.
  private func brokenNeed(of entry: ResolvedEntry) -> ResourceAddress? {
    guard !failures.isEmpty || input.hasUnknownFailures else { return nil }
    func isBroken(_ address: ResourceAddress) -> Bool {
      failures.contains(address) || abandoned[address] != nil
    }
    // The address of an entry with a mistake may be unknown.
    let needed = entry.allReferences.filter { $0.known == nil }.map(\.address)
    return needed.first { isBroken($0) || !planned.contains($0) }
      ?? entry.comesAfter.sorted().first(where: isBroken)
  }

  /// Records a mistake of one entry, which is then not planned.
  mutating func fail(_ entry: ResolvedEntry, _ message: String, at place: SourceLocation? = nil) {
    var finding = Diagnostic.error(message, at: place ?? entry.location)
    finding.isOfOneEntry = true
    diagnostics.append(finding)
    failures.insert(entry.address)
  }

  private mutating func identify(_ target: DesiredObject, _ kind: Kind) -> Identification? {
    let entry = target.entry
    guard let index = indexes[entry.model] else { return nil }
    do {
      let found = try Identification(target, recorded: record(for: entry), index: index, kind: kind)
      if let address = found.recordAddress, address != entry.address, found.object != nil {
        renamed.insert(address)
      }
      if found.isRecordStale, entry.state != .absent { staleCount += 1 }
      if let object = found.object, !claim(object, by: entry, kind) { return nil }
      return found
    } catch {
      fail(entry, error.message)
      return nil
    }
  }

  /// The record under the entry's own address, or the one that the same entry (file and `id`) left under an
  /// address that no entry describes any more.
  func record(for entry: ResolvedEntry) -> (address: ResourceAddress, record: ResourceRecord)? {
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
      fail(
        entry,
        "\(entry.address) and \(other.address) (\(other.location)) are the same object on the server\(called(object, kind)); use the same identifiers in both"
      )
      return false
    }
    claims[entry.model, default: [:]][key] = (entry.address, entry.location)
    return true
  }

  /// The name of a live object in brackets, after a space; empty if it has none.
  private func called(_ object: Value, _ kind: Kind) -> String {
    var names = ObjectNames()
    names.add(object, as: kind)
    return names.name(object[kind.primaryKey] ?? .null, of: kind.model).map { " (\($0))" } ?? ""
  }

  /// `hashes` are the target's, if they were made before: each one is slow.
  func base(
    _ target: DesiredObject, _ action: Action, _ kind: Kind, hashes known: [String: String]? = nil
  ) -> PlannedChange {
    let entry = target.entry
    var change = PlannedChange(address: entry.address, action: action)
    change.source = entry.location
    if action.isWrite { change.fieldLocations = Self.locations(entry, kind) }
    change.identifiers = target.identifiers
    change.entryID = entry.id
    change.values = target.values
    change.serverKeys = input.serverKeys[kind.model] ?? [:]
    change.dependencies = dependencies(of: entry)
    let hidden = entry.hiddenFields
    change.secretFields = Set(
      target.wanted.lazy.map(\.field).filter { $0.isSecret || hidden.contains($0.name) }.map(\.name))
    change.secretHashes = known ?? hashes(target)
    change.isCreateOnly = entry.state == .created || entry.state == .mustCreated
    change.mustBeNew = entry.state == .mustCreated
    return change
  }

  private static func locations(_ entry: ResolvedEntry, _ kind: Kind) -> [String: SourceLocation] {
    entry.fields.reduce(into: [:]) { locations, declared in
      // Two names may mean one field.
      locations[kind.field(declared.name)?.name ?? declared.name] = entry.location(of: declared)
    }
  }

  func hashes(_ target: DesiredObject) -> [String: String] {
    guard let hash = input.secretHash else { return [:] }
    return target.wanted.reduce(into: [:]) { hashes, wanted in
      guard wanted.field.isWriteOnly else { return }
      hashes[wanted.field.name] = hash(wanted.value, of: wanted.field)
    }
  }

  /// The other entries of the set that an entry refers to, in a stable order.
  private func dependencies(of entry: ResolvedEntry) -> [ResourceAddress] {
    guard !entry.references.isEmpty || !entry.comesAfter.isEmpty else { return [] }
    return entry.references.union(entry.comesAfter).subtracting([entry.address]).sorted()
  }

  /// The key of a reference if it is known by now; nil if this plan creates its object.
  private func settle(_ reference: Reference) -> Value? {
    if let known = reference.known { return known }
    if let object = live[reference.address] {
      return input.catalog.kind(reference.address.model).flatMap { object[$0.primaryKey] }
    }
    // Without reading, only the state knows.
    guard case .verdicts = input.liveObjects[reference.address.model] else { return nil }
    return unreadKey(of: reference.address)
  }

  /// The primary key that the state has for an object that cannot be read; nil if another object may have
  /// that key.
  func unreadKey(of address: ResourceAddress) -> Value? {
    guard let record = input.records[address], let kind = input.catalog.kind(record.kind) else { return nil }
    return input.isServerOfState || !kind.hasCollidingKeys ? record.primaryKey : nil
  }

  func skip(_ entry: ResolvedEntry, _ reason: String) -> PlannedChange {
    var change = PlannedChange(address: entry.address, action: .skip)
    change.source = entry.location
    change.reason = reason
    return change
  }
}
