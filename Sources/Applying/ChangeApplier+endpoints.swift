import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

extension ChangeApplier {
  /// The values that belong to the body of the object itself.
  func ofBody(_ values: ValueMap) -> ValueMap {
    values.filter { kind.field($0.key)?.endpoint == nil }
  }

  /// Sends the fields that have separate endpoints, and records the object as done. For an update, `before` is the
  /// object before the update.
  ///
  /// If a field is refused, the object is recorded without it: the next run sends it again.
  func finish(
    _ action: Action, _ object: Value, before: Value? = nil, fields: [String], origin: ResourceRecord.Origin
  ) async throws(ChangeFailure) -> Effect {
    let key = kind.detailField.flatMap { object[$0].flatMap(Coercion.text) } ?? ""
    let undo = UndoRecord(object: object, before: before, fields: fields)
    for field in kind.endpointFields where fields.contains(field.name) {
      guard let endpoint = field.endpoint, let value = change.values[field.name] else { continue }
      let answer = await result { () async throws(APIError) in
        if field.name == Kind.grants { return try await grant(value, endpoint, object) }
        return try await api.send(kind, key: key, endpoint: endpoint, [field.name: value])
      }
      guard case .failure(let error) = answer else { continue }
      var record = change.record(of: object, as: kind, origin: origin)
      record.secrets[field.name] = nil
      let entries = [JournalEntry.done(change.address, record)]
      try await append(entries)
      throw ChangeFailure(
        cause: .refused, reason: "it exists, but its `\(field.name)` could not be set: \(error)",
        field: field.name, entries: entries, undo: undo)
    }
    return try await done(action, object, origin: origin, undo)
  }

  /// Grants permissions on the object. Granting a permission twice changes nothing.
  private func grant(_ grants: Value, _ endpoint: String, _ object: Value) async throws(APIError) -> Value {
    let key = Coercion.text(object[kind.primaryKey] ?? .null) ?? ""
    for grant in grants.list ?? [] {
      let holder = grant["user"] == nil ? "role" : "user"
      let path = (grant["user"] == nil ? endpoint : Kind.grantToUserEndpoint)
        .replacing("{\(holder)}", with: PercentEncoding.encoded(Coercion.text(grant[holder] ?? .null) ?? ""))
      var body: ValueMap = ["permissions": [grant["permission"] ?? .null]]
      if grant["everywhere"] == nil {
        body["model"] = .string(kind.model)
        body["object_pk"] = .string(key)
      }
      _ = try await api.send(kind, key: "", endpoint: path, body)
    }
    return .null
  }
}
