import Applying
import Catalog
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import TestSupport

/// Changes each field of one object of every creatable kind, first in the blueprint and then on the server.
///
/// All objects are in one blueprint. A round changes one field of each.
struct RoundTrip {
  /// An object and its entry.
  private struct Subject {
    let kind: Kind
    let identifiers: ValueMap
    var attrs: ValueMap
    /// The fields that are not tested yet, in the order of the server's serializer.
    var fields: [Field]
    var detailKey = ""

    var entry: Value {
      ["model": .string(kind.model), "identifiers": .map(identifiers), "attrs": .map(attrs)]
    }
  }

  /// The test of one field in one round.
  private struct Turn {
    let subject: Int
    let field: Field
    /// The live value before the change.
    let before: Value
    let values: [Value]
  }

  private let client: APIClient
  private let objects: NewObjects
  private var apply: ApplyInProcess
  private let transport: EngineTransport
  private var subjects: [Subject] = []

  /// The fields that passed the whole trip, as `MODEL FIELD`.
  private(set) var settled: [String] = []
  /// The fields that the server does not change alone, each with the reason.
  private(set) var refused: [String: String] = [:]
  /// The fields that no answer contains, so a change by hand cannot be seen.
  private(set) var unseen: [String] = []
  /// The kinds that the server does not create here, each with the reason.
  private(set) var skipped: [String: String] = [:]
  /// The number of the pass through the fields. It keeps names unique.
  private var pass = 1
  /// Deviations from the expected results.
  private(set) var faults: [String] = []

  init(_ version: EmbeddedCatalog, state: String) throws {
    let configuration = version.configuration
    let sandbox = try SandboxServer(configuration)
    transport = EngineTransport(sandbox: sandbox)
    client = APIClient(transport)
    objects = try NewObjects.on(sandbox, configuration.version)
    catalog = try configuration.version.load()
    apply = ApplyInProcess(store: StateStore(path: state), onFailure: .continue)
    apply.version = configuration.version
  }

  var kinds: [String] { subjects.map(\.kind.model) }
  let catalog: Catalog

  /// Creates the objects with their required fields, and tests every field.
  mutating func run() async throws {
    try await createSubjects()
    while subjects.contains(where: { !$0.fields.isEmpty }) { try await round() }
    // The server may accept a field now that other fields are set.
    for index in subjects.indices {
      subjects[index].fields = subjects[index].kind.writableFields.filter { refused[name(index, $0)] != nil }
    }
    refused = [:]
    pass += 1
    while subjects.contains(where: { !$0.fields.isEmpty }) { try await round() }
  }

  // MARK: - The objects

  private mutating func createSubjects() async throws {
    for kind in objects.kinds.kinds where !kind.isBase && kind.kind.canUpdate {
      let kind = kind.kind
      let body: ValueMap
      do { body = try await objects.body(kind, "trip-\(kind.component.lowercased())") } catch {
        skipped[kind.model] = "what it refers to: \(error)"
        continue
      }
      let names = Self.identifiers(of: kind, body)
      subjects.append(
        Subject(
          kind: kind, identifiers: body.filter { names.contains($0.key) },
          attrs: body.filter { !names.contains($0.key) },
          fields: Self.inOrder(kind.writableFields.filter { !names.contains($0.name) })))
    }
    let outcomes = try await plan(Array(subjects.indices))
    // Kinds that the server never creates are left out: they need a licence or a device.
    for (index, outcome) in outcomes { skipped[subjects[index].kind.model] = outcome.failure }
    subjects = subjects.indices.filter { outcomes[$0]?.failure == nil }.map { subjects[$0] }
    for (index, outcome) in try await plan(Array(subjects.indices)) where outcome.change.action != .unchanged
    {
      note(index, nil, "is not settled by its create", outcome.change)
    }
  }

  /// Fields that decide about other fields come last: after that, the server sets the others itself.
  private static func inOrder(_ fields: [Field]) -> [Field] {
    let deciding = Set(fields.flatMap { $0.replacement?.decidingFields ?? [] })
    return fields.filter { !deciding.contains($0.name) } + fields.filter { deciding.contains($0.name) }
  }

  private static func identifiers(of kind: Kind, _ body: ValueMap) -> [String] {
    if let name = kind.uniqueFields.first(where: { body[$0]?.string != nil }) { return [name] }
    if let together = kind.uniqueTogether.first(where: { $0.allSatisfy { body[$0] != nil } }) {
      return together
    }
    return body["name"] != nil ? ["name"] : kind.requiredFields.map(\.name)
  }

  /// The result of a plan and its apply for one object.
  private struct Outcome {
    let change: PlannedChange
    let failure: String?
  }

  private struct NotPlanned: Error {
    let diagnostics: [Diagnostic]
  }

  /// Plans and applies the entries of some objects.
  private mutating func plan(_ indices: [Int]) async throws -> [Int: Outcome] {
    apply.blueprint = JSONWriter.write(["version": 1, "entries": .list(indices.map { subjects[$0].entry })])
    let finished = try await apply.run(transport)
    let plan = finished.plan
    guard plan.changes.count == indices.count, plan.diagnostics.allSatisfy({ $0.severity != .error }) else {
      throw NotPlanned(diagnostics: plan.diagnostics)
    }
    var failures: [ResourceAddress: String] = [:]
    for event in finished.events {
      if case .failed(let address, _, let reason, _) = event { failures[address] = reason }
    }
    return zip(indices, plan.changes).reduce(into: [:]) { outcomes, pair in
      let (index, change) = pair
      outcomes[index] = Outcome(change: change, failure: failures[change.address])
      subjects[index].detailKey = change.detailKey ?? subjects[index].detailKey
    }
  }

  // MARK: - A round

  private mutating func round() async throws {
    var turns = try await takeTurns()
    for turn in turns { subjects[turn.subject].attrs[turn.field.name] = turn.values[0] }
    turns = updated(turns, try await plan(turns.map(\.subject)), drift: false)
    turns = unchanged(turns, try await plan(turns.map(\.subject)), "after its apply")
    turns = try await changeOnTheServer(turns)
    turns = updated(turns, try await plan(turns.map(\.subject)), drift: true)
    turns = unchanged(turns, try await plan(turns.map(\.subject)), "after it is put back")
    settled += turns.map { name($0.subject, $0.field) }
  }

  private mutating func takeTurns() async throws -> [Turn] {
    var turns: [Turn] = []
    for index in subjects.indices where !subjects[index].fields.isEmpty {
      let field = subjects[index].fields.removeFirst()
      let kind = subjects[index].kind
      let live = try await client.read("\(kind.path)\(subjects[index].detailKey)/")
      let values = try await values(of: field, in: kind, unlike: live[field.name])
      guard !values.isEmpty else {
        refused[name(index, field)] = "one value only"
        continue
      }
      turns.append(Turn(subject: index, field: field, before: live[field.name] ?? .null, values: values))
    }
    return turns
  }

  private func values(of field: Field, in kind: Kind, unlike live: Value?) async throws -> [Value] {
    let name = "trip-\(kind.component.lowercased())-\(pass)"
    guard field.refersTo != nil else { return SampleValues.values(of: field, in: kind, unlike: live, name) }
    guard let one = try? await objects.value(of: field, name + "-one"),
      let two = try? await objects.value(of: field, name + "-two")
    else { return [] }
    return [one, two]
  }

  /// The turns with exactly one planned field change and a successful apply.
  private mutating func updated(_ turns: [Turn], _ outcomes: [Int: Outcome], drift: Bool) -> [Turn] {
    turns.filter { turn in
      guard let outcome = outcomes[turn.subject] else { return false }
      let change = outcome.change
      if let failure = outcome.failure {
        refused[name(turn.subject, turn.field)] = failure
      } else if change.action == .update, change.changedFields == [turn.field.name],
        change.fields.allSatisfy({ $0.isDrift == drift })
      {
        return true
      } else {
        note(turn.subject, turn.field, drift ? "is not seen as drift" : "is not one update", change)
      }
      subjects[turn.subject].attrs[turn.field.name] = nil
      return false
    }
  }

  private mutating func unchanged(
    _ turns: [Turn], _ outcomes: [Int: Outcome], _ when: String
  ) -> [Turn] {
    turns.filter { turn in
      guard let change = outcomes[turn.subject]?.change, change.action != .unchanged else { return true }
      note(turn.subject, turn.field, "is not settled \(when)", change)
      subjects[turn.subject].attrs[turn.field.name] = nil
      return false
    }
  }

  /// Sets each field to another value from outside: to the previous value, if the server accepts it.
  private mutating func changeOnTheServer(_ turns: [Turn]) async throws -> [Turn] {
    var changed: [Turn] = []
    for turn in turns {
      let kind = subjects[turn.subject].kind
      let path = "\(kind.path)\(subjects[turn.subject].detailKey)/"
      let live = try await client.read(path)
      guard let shown = live[turn.field.name] else {
        unseen.append(name(turn.subject, turn.field))
        continue
      }
      var isChanged = false
      for value in [turn.before] + turn.values.dropFirst() where !isChanged && value != shown {
        let body = kind.patchBody([turn.field.name: value], of: live)
        guard let answer = try? await client.write(APIRequest(.patch, path, body: .map(body))) else {
          continue
        }
        isChanged = answer[turn.field.name] != shown
      }
      if isChanged {
        changed.append(turn)
      } else {
        refused[name(turn.subject, turn.field)] = "no second value is taken"
      }
    }
    return changed
  }

  // MARK: - Results

  private func name(_ subject: Int, _ field: Field) -> String {
    "\(subjects[subject].kind.model) \(field.name)"
  }

  private mutating func note(_ subject: Int, _ field: Field?, _ fault: String, _ change: PlannedChange) {
    let fields = change.fields.map { "\($0.path) \($0.before) → \($0.after)\($0.isDrift ? " (drift)" : "")" }
    faults.append(
      "\(subjects[subject].kind.model) \(field?.name ?? "") \(fault): \(change.action) \(fields)")
  }
}
