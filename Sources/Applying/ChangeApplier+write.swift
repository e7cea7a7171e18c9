import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

extension ChangeApplier {
  /// Sends all fields of the entry, not only the changed ones: the server validates the body as a whole.
  func update() async throws(ChangeFailure) -> Effect {
    guard let key = change.detailKey else {
      throw .refused("the plan has no key for the object; plan again")
    }
    guard let object = try await current(key) else {
      throw .refused("someone deleted it on the server after the plan; plan again")
    }
    try await intend()
    return try await patch(object, key, fields: change.changedFields, origin: change.origin)
  }

  /// Sets fields of an object to the planned values.
  ///
  /// The same PATCH may be repeated, but only after a read: if the object is as planned, the request was carried out.
  func patch(
    _ object: Value, _ key: String, fields: [String], origin: ResourceRecord.Origin
  ) async throws(ChangeFailure) -> Effect {
    guard fields.contains(where: { kind.field($0)?.endpoint == nil }) else {
      return try await finish(.update, object, before: object, fields: fields, origin: origin)
    }
    let wanted = ofBody(change.values)
    let whole = kind.wholeBody(wanted, of: object)
    var body = kind.patchBody(wanted, of: object)
    // A read cannot show whether a field was set if the server never returns it.
    let isSeen = !fields.contains { name in
      kind.field(name).map { $0.isWriteOnly && $0.endpoint == nil } ?? false
    }
    let newKey = kind.detailField.flatMap { body[$0].flatMap(Coercion.text) }
    var keys = [key]
    if let newKey, newKey != key { keys.append(newKey) }
    var unclear: APIError?
    return try await repeating(.update) { () async throws(ChangeFailure) -> Attempt in
      var answer = await answer(to: body, keys[0])
      if case .failure(let error) = answer, body != whole, isOfWhatIsMissing(error, in: body) {
        body = whole
        answer = await self.answer(to: body, keys[0])
      }
      switch answer {
      case .success(let written):
        return .finished(try await finish(.update, written, before: object, fields: fields, origin: origin))
      case .failure(let error) where error.mayHaveBeenDone: unclear = error
      // After a rename without an answer, the old key no longer exists.
      case .failure(.notFound) where unclear != nil: break
      case .failure(let error):
        throw unclear == nil ? try await refusal(error) : unknown("\(error)")
      }
      switch await result(of: { () async throws(APIError) in try await retrieve(keys) }) {
      case .failure(let error): throw unknown("\(error)")
      case .success(nil): throw .refused("someone deleted it on the server after the plan; plan again")
      case .success(let found?):
        let differences = Comparison.changes(of: wanted, against: found, as: kind, basis)
        guard !differences.isEmpty || !isSeen else {
          return .finished(try await finish(.update, found, before: object, fields: fields, origin: origin))
        }
        // An internal error may come from a member that the body lacks.
        if case .internalError(status: 405, _) = unclear { body = whole }
        return .retry(after: unclear, isUndone: !differences.isEmpty)
      }
    }
  }

  private func answer(to body: ValueMap, _ key: String) async -> Result<Value, APIError> {
    await result { () async throws(APIError) in try await api.update(kind, key: key, body) }
  }

  /// Returns true if fields that the body lacks may have caused the refusal: it names such a field, or no field at all.
  private func isOfWhatIsMissing(_ error: APIError, in body: ValueMap) -> Bool {
    let refusals = error.refusals
    guard !refusals.isEmpty else { return false }
    return refusals.allSatisfy { $0.path == nil }
      || refusals.contains { refusal in refusal.path.map { body[$0.firstKey] == nil } ?? false }
  }

  /// Deletes the object. An object that is already gone counts as unchanged.
  func delete() async throws(ChangeFailure) -> Effect {
    guard let key = change.detailKey else {
      throw .refused("the plan has no key for the object; plan again")
    }
    guard let object = try await current(key) else { return try await removed(.unchanged) }
    try await intend()
    return try await repeating(.delete) { () async throws(ChangeFailure) -> Attempt in
      let unclear: APIError
      switch await result(of: { () async throws(APIError) in try await api.delete(kind, key: key) }) {
      case .success, .failure(.notFound): return .finished(try await removed(.delete, object))
      case .failure(let error) where error.mayHaveBeenDone: unclear = error
      case .failure(let error): throw try await refusal(error)
      }
      switch await result(of: { () async throws(APIError) in try await api.retrieve(kind, key: key) }) {
      case .failure(let error): throw unknown("\(error)")
      case .success(nil): return .finished(try await removed(.delete, object))
      case .success: return .retry(after: unclear, isUndone: true)
      }
    }
  }

  private func removed(_ action: Action, _ object: Value? = nil) async throws(ChangeFailure) -> Effect {
    let entries = [JournalEntry.removed(change.address)]
    try await append(entries)
    return Effect(action: action, entries: entries, deleted: object)
  }
}
