import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

extension ChangeApplier {
  /// Creates the object. An object that already exists is adopted, or updated as planned.
  ///
  /// After an unclear answer, the object is looked up before the request is repeated. If the server would accept a
  /// second object, the request is never repeated: the object is only looked up until the time limit.
  func create() async throws(ChangeFailure) -> Effect {
    try await intend()
    let missing = kind.requiredFields.filter { change.values[$0.name] == nil }.map { "`\($0.name)`" }
    guard missing.isEmpty else { return try await takeOver(missing.joined(separator: ", ")) }
    var unclear: APIError?
    return try await repeating(.create) { () async throws(ChangeFailure) -> Attempt in
      if unclear != nil, !hasUniqueKey { return try await lookAfterUncertainCreate(unclear) }
      let answer = await result { () async throws(APIError) in
        try await api.create(kind, ofBody(change.values))
      }
      switch answer {
      case .success(let object):
        return .finished(
          try await finish(.create, object, fields: Array(change.values.keys), origin: .created))
      case .failure(.invalid(let fields)) where namesIdentifier(fields):
        return .finished(try await taken(.invalid(fields), isUncertain: unclear != nil))
      case .failure(let error) where error.mayHaveBeenDone:
        unclear = error
        return try await lookAfterUncertainCreate(error)
      case .failure(let error):
        throw unclear == nil ? try await refusal(error) : unknown("\(error)")
      }
    }
  }

  /// Adopts an object that only the server can create. It may have appeared since the plan was made.
  private func takeOver(_ missing: String) async throws(ChangeFailure) -> Effect {
    switch await holders([]) {
    case .success(let found):
      if let object = found.matches.first, found.matches.count == 1 {
        return try await adopt(object, isUncertain: false)
      }
      throw try await refusal("it does not exist and cannot be created without \(missing); declare them")
    case .failure(let error): throw try await refusal(error)
    }
  }

  /// Returns true if a refusal names an identifier. The plan found its value valid, so it must be taken.
  private func namesIdentifier(_ fields: ValueMap) -> Bool {
    fields["non_field_errors"] != nil || !identifiers(in: fields).isEmpty
  }

  /// The unique fields and identifiers that a refusal names.
  private func identifiers(in fields: ValueMap) -> [String] {
    fields.keys.filter { name in
      change.values[name] != nil
        && (kind.uniqueFields.contains(name) || change.identifiers[name] != nil)
    }
  }

  /// Looks up the object after an answer that leaves open whether it was created.
  private func lookAfterUncertainCreate(_ error: APIError?) async throws(ChangeFailure) -> Attempt {
    switch await holders([]) {
    case .success(let found):
      guard let object = found.matches.first else { return .retry(after: error, isUndone: true) }
      return .finished(try await adopt(object, isUncertain: true))
    // The token may not read. If the server refuses a second object, repeating the request gives the answer.
    case .failure(.notPermitted) where hasUniqueKey: return .retry(after: error, isUndone: false)
    case .failure(let error): throw unknown("\(error)")
    }
  }

  /// Decides what to do if another object already has an identifier.
  private func taken(_ answer: APIError, isUncertain: Bool) async throws(ChangeFailure) -> Effect {
    let names = if case .invalid(let fields) = answer { identifiers(in: fields) } else { [String]() }
    switch await holders(names) {
    case .success(let found) where found.matches.count > 1:
      throw try await refusal(
        "\(found.matches.count) objects have its identifiers; add identifiers until one is left")
    case .success(let found):
      if let object = found.matches.first { return try await adopt(object, isUncertain: isUncertain) }
      let holder = names.isEmpty ? nil : found.others.first
      throw try await refusal(answer, with: holder.map { "\(name(of: $0)) has it" })
    case .failure(.notPermitted) where isUncertain:
      // The identifier was free when the plan was made, and one attempt has no answer: that attempt created the object.
      return try await done(.create, [:], origin: .created)
    case .failure(.notPermitted):
      guard !names.isEmpty || !kind.uniqueTogether.isEmpty else { throw try await refusal(answer) }
      try await append([.failed(change.address)])
      return Effect(action: .skip)
    case .failure(let error): throw try await refusal(error)
    }
  }

  /// Another object's address, with the identifiers that the entry uses.
  private func name(of object: Value) -> String {
    ResourceAddress(
      model: kind.model, identifiers: change.identifiers.keys.map { (key: $0, value: object[$0] ?? .null) }
    ).description
  }

  /// Adopts an existing object, and updates it as planned.
  private func adopt(_ object: Value, isUncertain: Bool) async throws(ChangeFailure) -> Effect {
    let differences = Comparison.changes(of: change.values, against: object, as: kind, basis)
    if isUncertain, differences.isEmpty {
      // If the server accepts duplicates, the object may be somebody else's.
      let origin: ResourceRecord.Origin = hasUniqueKey ? .created : .adopted
      return try await finish(.create, object, fields: Array(change.values.keys), origin: origin)
    }
    guard !change.mustBeNew else {
      throw try await refusal("it must be created and exists already; remove it, or use `state: present`")
    }
    // Fields that the server never returns cannot be compared, so they are written.
    let unseen = change.values.keys.filter { kind.field($0)?.isWriteOnly == true }
    guard !differences.isEmpty || !unseen.isEmpty, !change.isCreateOnly else {
      return try await done(.adopt, object, origin: .adopted)
    }
    guard let key = kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else {
      throw try await refusal("it exists already and cannot be changed through the API")
    }
    return try await patch(
      object, key, fields: differences.map(\.fieldName) + unseen, origin: .adopted)
  }

  // MARK: - Looking

  /// Live objects that prevent a create.
  private struct Holders {
    /// Objects with all identifiers of the entry.
    var matches: [Value] = []
    /// Objects with some of the values, but not all.
    var others: [Value] = []
  }

  /// Looks up the objects in the list, then by the primary key that the entry declares, then by each of the named
  /// fields. The second step is needed since a list may leave an object out.
  private func holders(_ names: [String]) async -> Result<Holders, APIError> {
    await result { () async throws(APIError) in
      let matches = try await objects(with: change.identifiers)
      if !matches.isEmpty { return Holders(matches: matches) }
      var found: [Value] = []
      if let key = kind.detailField.flatMap({ change.values[$0].flatMap(Coercion.text) }),
        let object = try await api.retrieve(kind, key: key)
      {
        found.append(object)
      }
      for name in names where name != kind.detailField || found.isEmpty {
        guard let value = change.values[name], !value.isNull else { continue }
        found += try await objects(with: [name: value])
      }
      var seen: Set<Value> = []
      found = found.filter { seen.insert($0[kind.primaryKey] ?? .null).inserted }
      return Holders(
        matches: LiveIndex(found, kind: kind).objects(matching: change.identifiers), others: found)
    }
  }

  /// The listed objects with all of these values.
  private func objects(with values: ValueMap) async throws(APIError) -> [Value] {
    let filters = values.filter { kind.canFilter(by: $0.key) }.compactMap { name, value in
      kind.filters[name].flatMap { Coercion.text(Coercion.normalized(value, as: $0)) }
        .map { (name: name, value: $0) }
    }
    return LiveIndex(try await api.list(kind, filters: filters), kind: kind).objects(matching: values)
  }
}
