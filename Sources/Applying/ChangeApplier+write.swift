import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import StateFile

extension ChangeApplier {
  /// Sends everything that the entry declares, since the server judges a body by what it holds.
  func update() async throws(Ended) -> ChangeResult {
    guard let key = change.detailKey else {
      return .failed("the plan does not tell where the object is; plan again")
    }
    guard let object = try await current(key) else {
      return .failed("it is gone from the server meanwhile; plan again")
    }
    try await intend()
    return try await patch(object, key, fields: change.changedFields, origin: change.origin)
  }

  /// Sets fields of an object to what the plan wants. The same PATCH may be sent again, but only after a
  /// look: where the object is as wanted, it has been done.
  func patch(
    _ object: Value, _ key: String, fields: [String], origin: ResourceRecord.Origin
  ) async throws(Ended) -> ChangeResult {
    try await sendPatch(object, key, fields: fields, origin: origin).overwriting(object)
  }

  private func sendPatch(
    _ object: Value, _ key: String, fields: [String], origin: ResourceRecord.Origin
  ) async throws(Ended) -> ChangeResult {
    guard fields.contains(where: { kind.field($0)?.endpoint == nil }) else { return try await finish(.update, object, fields: fields, origin: origin) }
    let body = kind.patchBody(ofBody(change.values), of: object)
    let newKey = kind.detailField.flatMap { body[$0].flatMap(Coercion.text) }
    var keys = [key]
    if let newKey, newKey != key { keys.append(newKey) }
    var isUncertain = false
    return try await repeating { () async throws(Ended) -> ChangeResult? in
      let answer = await result { () async throws(APIError) in try await api.update(kind, key: keys[0], body)
      }
      switch answer {
      case .success(let object): return try await finish(.update, object, fields: fields, origin: origin)
      case .failure(.ambiguous): isUncertain = true
      // After a rename that nobody saw the end of, the old key is gone.
      case .failure(.notFound) where isUncertain: break
      case .failure(let error):
        return isUncertain ? unknown("\(error)") : try await refused("\(error)")
      }
      switch await result(of: { () async throws(APIError) in try await retrieve(keys) }) {
      case .failure(let error): return unknown("\(error)")
      case .success(nil): return .failed("it is gone from the server meanwhile; plan again")
      case .success(let object?):
        let differences = Comparison.changes(of: body, against: object, as: kind, basis)
        return differences.isEmpty
          ? try await finish(.update, object, fields: fields, origin: origin) : nil
      }
    }
  }

  /// Deletes the object; one that is gone already is as wanted.
  func delete() async throws(Ended) -> ChangeResult {
    guard let key = change.detailKey else {
      return .failed("the plan does not tell where the object is; plan again")
    }
    guard try await current(key) != nil else { return try await removed(.unchanged) }
    try await intend()
    return try await repeating { () async throws(Ended) -> ChangeResult? in
      let answer = await result { () async throws(APIError) in try await api.delete(kind, key: key) }
      switch answer {
      case .success, .failure(.notFound): return try await removed(.delete)
      case .failure(.ambiguous): break
      case .failure(let error): return try await refused("\(error)")
      }
      switch await result(of: { () async throws(APIError) in try await api.retrieve(kind, key: key) }) {
      case .failure(let error): return unknown("\(error)")
      case .success(nil): return try await removed(.delete)
      case .success: return nil
      }
    }
  }

  private func removed(_ action: Action) async throws(Ended) -> ChangeResult {
    let entries = [JournalEntry.removed(change.address)]
    try await append(entries)
    return .done(action, object: nil, entries)
  }
}
