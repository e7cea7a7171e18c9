import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import StateFile

extension ChangeApplier {
  /// Creates the object. One that turns out to be there is adopted or brought to what the plan wants; an
  /// unclear answer is followed by a look before anything is sent again. Where the server would take a
  /// second one, nothing is: it is only looked for until the time is over.
  func create() async throws(Ended) -> ChangeResult {
    try await intend()
    var isUncertain = false
    return try await repeating { () async throws(Ended) -> ChangeResult? in
      if isUncertain, !hasUniqueKey { return try await lookAfterUncertainCreate() }
      let answer = await result { () async throws(APIError) in
        try await api.create(kind, ofBody(change.values))
      }
      switch answer {
      case .success(let object):
        return try await finish(.create, object, fields: Array(change.values.keys), origin: .created)
      case .failure(.invalid(let fields)) where namesIdentifier(fields):
        let refusal = "\(APIError.invalid(fields))"
        return try await taken(fields, isUncertain: isUncertain, refusal: refusal)
      case .failure(.ambiguous):
        isUncertain = true
        return try await lookAfterUncertainCreate()
      case .failure(let error):
        return isUncertain ? unknown("\(error)") : try await refused("\(error)")
      }
    }
  }

  /// A 400 that names an identifier whose value was found valid means that it is taken.
  private func namesIdentifier(_ fields: ValueMap) -> Bool {
    kind.uniqueFields.contains { fields[$0] != nil && change.values[$0] != nil }
      || (!kind.uniqueTogether.isEmpty && fields["non_field_errors"] != nil)
  }

  /// Looks for an object after an answer that does not say whether it was created; nil where it is not
  /// there, or not yet.
  private func lookAfterUncertainCreate() async throws(Ended) -> ChangeResult? {
    switch await matches(change.identifiers) {
    case .success(let objects):
      if let object = objects.first { return try await adopt(object, isUncertain: true) }
    // Nobody may look; where the server refuses a second one, a repeat tells.
    case .failure(.notPermitted) where hasUniqueKey: break
    case .failure(let error): return unknown("\(error)")
    }
    return nil
  }

  /// What to do about an object that holds an identifier already.
  private func taken(
    _ fields: ValueMap, isUncertain: Bool, refusal: String
  ) async throws(Ended) -> ChangeResult {
    switch await matches(change.identifiers) {
    case .success(let objects) where objects.count > 1:
      return try await refused(
        "\(objects.count) objects have its identifiers; add identifiers until one is left")
    case .success(let objects):
      if let object = objects.first { return try await adopt(object, isUncertain: isUncertain) }
      return try await refused(refusal + (await holder(of: fields).map { " (\($0) has it)" } ?? ""))
    case .failure(.notPermitted) where isUncertain:
      // The plan found the identifier free, an attempt ended unseen, and now it is taken: it was ours.
      return try await done(.create, [:], origin: .created)
    case .failure(.notPermitted):
      try await append([.failed(change.address)])
      return .unreadable
    case .failure(let error):
      return try await refused("\(error)")
    }
  }

  /// The primary key of the object that holds the field which an answer names, though it does not have
  /// all of the entry's identifiers.
  private func holder(of fields: ValueMap) async -> String? {
    guard let name = kind.uniqueFields.first(where: { fields[$0] != nil && change.values[$0] != nil }),
      let value = change.values[name], let object = (try? await matches([name: value]).get())?.first
    else { return nil }
    return object[kind.primaryKey].flatMap(Coercion.text)
  }

  /// Takes an object that is there, and brings it to what the plan wants.
  private func adopt(_ object: Value, isUncertain: Bool) async throws(Ended) -> ChangeResult {
    let differences = Comparison.changes(of: change.values, against: object, as: kind, basis)
    if isUncertain, differences.isEmpty {
      // Where the server would have taken a second one, it may be somebody else's.
      let origin: ResourceRecord.Origin = hasUniqueKey ? .created : .adopted
      return try await finish(.create, object, fields: Array(change.values.keys), origin: origin)
    }
    guard !change.mustBeNew else {
      return try await refused("it must be created and exists already; remove it, or use `state: present`")
    }
    // What never comes back cannot be compared, so it is written.
    let unseen = change.values.keys.filter { kind.field($0)?.isWriteOnly == true }
    guard !differences.isEmpty || !unseen.isEmpty, !change.isCreateOnly else {
      return try await done(.adopt, object, origin: .adopted)
    }
    guard let key = kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else {
      return try await refused("it exists already and cannot be changed through the API")
    }
    return try await patch(
      object, key, fields: differences.map(\.fieldName) + unseen, origin: .adopted)
  }

  /// The live objects that have all of these identifiers.
  private func matches(_ identifiers: ValueMap) async -> Result<[Value], APIError> {
    let filters = identifiers.filter { kind.canFilter(by: $0.key) }.compactMap { name, value in
      kind.filters[name].flatMap { Coercion.text(Coercion.normalized(value, as: $0)) }
        .map { (name: name, value: $0) }
    }
    return await result { () async throws(APIError) in
      LiveIndex(try await api.list(kind, filters: filters), kind: kind).objects(matching: identifiers)
    }
  }
}
