import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State

extension ChangeApplier {
  /// Creates the object. One that turns out to be there is adopted or brought to what the plan wants; an
  /// unclear answer is followed by a look before anything is sent again. Where the server would take a
  /// second one, nothing is: it is only looked for until the time is over.
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

  /// Takes an object that only the server itself can make, and that may have come to be since the plan was made.
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

  /// A 400 that names an identifier whose value was found valid means that it is taken.
  private func namesIdentifier(_ fields: ValueMap) -> Bool {
    fields["non_field_errors"] != nil || !identifiers(in: fields).isEmpty
  }

  /// The fields that tell one object from another and that an answer names.
  private func identifiers(in fields: ValueMap) -> [String] {
    fields.keys.filter { name in
      change.values[name] != nil
        && (kind.uniqueFields.contains(name) || change.identifiers[name] != nil)
    }
  }

  /// Looks for an object after an answer that does not say whether it was created.
  private func lookAfterUncertainCreate(_ error: APIError?) async throws(ChangeFailure) -> Attempt {
    switch await holders([]) {
    case .success(let found):
      guard let object = found.matches.first else { return .retry(after: error, isUndone: true) }
      return .finished(try await adopt(object, isUncertain: true))
    // Nobody may look; where the server refuses a second one, a repeat tells.
    case .failure(.notPermitted) where hasUniqueKey: return .retry(after: error, isUndone: false)
    case .failure(let error): throw unknown("\(error)")
    }
  }

  /// What to do about an object that holds an identifier already.
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
      // The plan found the identifier free, an attempt ended unseen, and now it is taken: it was ours.
      return try await done(.create, [:], origin: .created)
    case .failure(.notPermitted):
      guard !names.isEmpty || !kind.uniqueTogether.isEmpty else { throw try await refusal(answer) }
      try await append([.failed(change.address)])
      return Effect(action: .skip)
    case .failure(let error): throw try await refusal(error)
    }
  }

  /// What the entry would call an object that it does not mean.
  private func name(of object: Value) -> String {
    ResourceAddress(
      model: kind.model, identifiers: change.identifiers.keys.map { (key: $0, value: object[$0] ?? .null) }
    ).description
  }

  /// Takes an object that is there, and brings it to what the plan wants.
  private func adopt(_ object: Value, isUncertain: Bool) async throws(ChangeFailure) -> Effect {
    let differences = Comparison.changes(of: change.values, against: object, as: kind, basis)
    if isUncertain, differences.isEmpty {
      // Where the server would have taken a second one, it may be somebody else's.
      let origin: ResourceRecord.Origin = hasUniqueKey ? .created : .adopted
      return try await finish(.create, object, fields: Array(change.values.keys), origin: origin)
    }
    guard !change.mustBeNew else {
      throw try await refusal("it must be created and exists already; remove it, or use `state: present`")
    }
    // What never comes back cannot be compared, so it is written.
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

  /// Live objects that stand in the way of a create.
  private struct Holders {
    /// Those with all of the entry's identifiers.
    var matches: [Value] = []
    /// Those that have one of the values and not all.
    var others: [Value] = []
  }

  /// Looks in the list, then under the key that the entry itself gives, since a list may leave an object out, and
  /// then by each of some fields.
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

  /// The objects of the list that have all of these values.
  private func objects(with values: ValueMap) async throws(APIError) -> [Value] {
    let filters = values.filter { kind.canFilter(by: $0.key) }.compactMap { name, value in
      kind.filters[name].flatMap { Coercion.text(Coercion.normalized(value, as: $0)) }
        .map { (name: name, value: $0) }
    }
    return LiveIndex(try await api.list(kind, filters: filters), kind: kind).objects(matching: values)
  }
}
