import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

extension Rollback {
  /// Creates a deleted object again, and what was deleted with it, with everything that can be read.
  ///
  /// The server gives the objects new keys, which later steps of the rollback use.
  mutating func recreate(_ deleted: DeletedObject, _ address: ResourceAddress) async throws(ChangeFailure)
    -> Effect
  {
    let kind = deleted.kind
    let record = before.resources[address]
    let body = keys.applied(to: kind.wholeBody([:], of: deleted.object), of: kind)
    let missing = kind.requiredFields.filter { body[$0.name] == nil }.map { "`\($0.name)`" }
    guard missing.isEmpty else {
      throw .refused("it cannot be created again, because \(missing.joined(separator: ", ")) cannot be read")
    }
    var change = PlannedChange(address: address, action: .create)
    change.values = body
    change.mustBeNew = true
    change.identifiers = keys.applied(
      to: record?.identifiers ?? body.filter { kind.uniqueFields.contains($0.key) }, of: kind)
    let known = record.map { keys.applied(to: $0, of: kind) }
    var effect = try await ChangeApplier(
      api: api, journal: journal, stop: stop, kind: kind, change: change,
      restored: { object in
        guard var record = known else { return [.removed(address)] }
        record.primaryKey = object[kind.primaryKey] ?? .null
        record.identity = Recognition.identity(of: object, as: kind)
        return [.done(address, record)]
      }
    ).apply()
    keys.note(deleted.object, effect.object ?? .null, kind)
    var faults = Self.secrets(kind, record).map { "without `\($0)`, which cannot be read" }
    faults += deleted.lost.map { "without \($0), which cannot be created again" }
    var cause = ChangeFailure.Cause.refused
    for dependent in deleted.dependents {
      do throws(ChangeFailure) {
        effect.entries += try await restore(dependent)
      } catch {
        effect.entries += error.entries
        faults.append(error.reason)
        cause = error.cause
        if cause == .journal { break }
      }
    }
    guard faults.isEmpty else {
      throw ChangeFailure(
        cause: cause, reason: "it exists again, but \(faults.joined(separator: "; "))",
        entries: effect.entries)
    }
    return effect
  }

  /// The fields that the server never returns.
  private static func secrets(_ kind: Kind, _ record: ResourceRecord?) -> [String] {
    (kind.fields + kind.endpointFields).filter(\.isWriteOnly).map(\.name).filter { name in
      // Grants are no part of an object.
      ![Kind.grants, "permissions"].contains(name) || record?.secrets[name] != nil
    }
  }

  /// Restores an object that depends on one that exists again: it was deleted with it, or lost its reference.
  private mutating func restore(_ dependent: DeletedObject) async throws(ChangeFailure) -> [JournalEntry] {
    let kind = dependent.kind
    let known = before.resources.first {
      $0.value.kind == kind.model && $0.value.primaryKey == dependent.object[kind.primaryKey]
    }
    let address = known?.key ?? address(of: dependent)
    do throws(ChangeFailure) {
      guard let key = key(of: dependent.object, kind), let live = try await live(kind, key) else {
        // What has only lost its reference was deleted by a step of its own, which is undone by itself.
        return dependent.isCleared ? [] : try await recreate(dependent, address).entries
      }
      let wanted = references(of: dependent, in: live)
      let differences = Comparison.changes(of: wanted, against: live, as: kind)
      guard !differences.isEmpty else { return [] }
      var change = PlannedChange(address: address, action: .update)
      change.detailKey = key
      change.fields = differences
      change.values = wanted
      let restored = known.map { [JournalEntry.done($0.key, keys.applied(to: $0.value, of: kind))] } ?? []
      return try await ChangeApplier(
        api: api, journal: journal, stop: stop, kind: kind, change: change, restored: { _ in restored }
      ).apply().entries
    } catch {
      throw ChangeFailure(
        cause: error.cause, reason: "\(address) is not as before: \(error.reason)", entries: error.entries)
    }
  }

  /// The fields of a dependent that refer to objects with new keys. Everything else stays as it is now: others may have
  /// changed it.
  private func references(of dependent: DeletedObject, in live: Value) -> ValueMap {
    let old = dependent.kind.wholeBody([:], of: dependent.object)
    var wanted = keys.applied(to: old, of: dependent.kind).filter { $0.value != old[$0.key] }
    for (name, value) in wanted {
      guard let items = value.list, let now = live[name]?.list else { continue }
      let former = old[name]?.list ?? []
      wanted[name] = .list(now + items.filter { !former.contains($0) && !now.contains($0) })
    }
    return wanted
  }

  func live(_ kind: Kind, _ key: String) async throws(ChangeFailure) -> Value? {
    do throws(APIError) { return try await api.retrieve(kind, key: key) } catch { throw .refused("\(error)") }
  }

  /// A name in messages for an object that no entry describes.
  private func address(of dependent: DeletedObject) -> ResourceAddress {
    let name = Kind.nameFields.first { dependent.object[$0]?.string != nil } ?? dependent.kind.primaryKey
    return ResourceAddress(
      model: dependent.kind.model, identifiers: [(key: name, value: dependent.object[name] ?? .null)])
  }
}
