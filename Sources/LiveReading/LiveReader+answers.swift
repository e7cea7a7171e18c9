package import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
package import Remote

extension LiveReader {
  /// Answers questions that only the server can answer, several kinds at once.
  package func answer(_ questions: [Question]) async throws(APIError) -> [Question: Answer] {
    let byModel = OrderedDictionary(grouping: questions) { question in
      switch question {
      case .find(let model, _), .exists(let model, _): model
      case .licensed: ""
      case .blueprintInstances: Self.instanceModel
      }
    }
    let groups = Array(byModel)
    let answers = try await concurrently(groups, limit: groups.count) { model, questions in
      guard model.isEmpty else { return try await answer(questions, model: model) }
      let licence = Answer(value: .bool(await isLicensed()))
      return questions.map { ($0, licence) }
    }
    return Dictionary(answers.joined()) { first, _ in first }
  }

  /// A server without the enterprise endpoints has no licence.
  private func isLicensed() async -> Bool {
    let summary = try? await api.client.read("/enterprise/license/summary/")
    return summary?["has_license"]?.bool ?? (summary?["status"]?.string.map { $0 != "unlicensed" } ?? false)
  }

  private func answer(_ questions: [Question], model: String) async throws(APIError) -> [(Question, Answer)] {
    guard let kind = BaseKinds.kind(model, in: catalog) else {
      return questions.map { ($0, Answer(value: nil)) }
    }
    var answers: [(Question, Answer)] = []
    if questions.contains(.blueprintInstances) {
      let instances = try await blueprintInstances()
      answers.append((.blueprintInstances, Answer(value: instances.map(Value.list))))
    }
    answers += try await existence(questions, kind)
    let questions = questions.filter { if case .find = $0 { true } else { false } }
    guard !questions.isEmpty else { return answers }
    let looked = try await objects(kind, for: questions)
    for question in questions {
      guard case .find(_, let conditions) = question else { continue }
      var found: [Value] = []
      for object in looked.objects where try await holds(conditions, of: object, kind) {
        found.append(object)
      }
      if case .map(var object)? = try await whole(found.first, kind) {
        object["pk"] = object[kind.primaryKey]
        let names = found.count > 1 ? Self.names(of: found) : []
        answers.append((question, Answer(value: .map(object), candidates: names, matchCount: found.count)))
      } else {
        answers.append(
          (question, Answer(value: nil, candidates: try await candidates(kind, looked, conditions))))
      }
    }
    return answers
  }

  /// Whether objects with these primary keys exist; unknown if the token may not view them.
  private func existence(
    _ questions: [Question], _ kind: Kind
  ) async throws(APIError) -> [(Question, Answer)] {
    let asked = questions.compactMap { question in
      if case .exists(_, let key) = question { (question: question, key: key) } else { nil }
    }
    guard !asked.isEmpty else { return [] }
    func answers(_ objects: [Value]?) -> [(Question, Answer)] {
      let keys = objects.map { Set($0.compactMap { $0[kind.primaryKey] }) }
      return asked.map { question, key in
        (question, Answer(value: keys.map { .bool($0.contains(key)) }))
      }
    }
    if let list = lists[kind.model] { return answers(list) }
    guard mode != .probe else { return answers(nil) }
    let targets = asked.map { asked in
      LookupTarget(
        model: kind.model, address: ResourceAddress(model: kind.model, identifiers: ["pk": asked.key]),
        identifiers: [:], primaryKeys: [asked.key])
    }
    do throws(APIError) {
      let read = try await KindReader(api: api, kind: kind, parallelism: parallelism).read(targets)
      if read.isWhole { lists[kind.model] = read.objects }
      return answers(read.objects)
    } catch APIError.notPermitted {
      return answers(nil)
    }
  }

  /// The object with the members that the list leaves out: a blueprint may read any of them.
  private func whole(_ object: Value?, _ kind: Kind) async throws(APIError) -> Value? {
    guard kind.isListLean, let key = kind.detailField.flatMap({ object?[$0] }).flatMap(Coercion.text) else {
      return object
    }
    return try await api.retrieve(kind, key: key)
  }

  private func objects(
    _ kind: Kind, for questions: [Question]
  ) async throws(APIError) -> KindReader.Read {
    let targets = questions.map { question in
      var identifiers = ValueMap()
      if case .find(_, let conditions) = question {
        for condition in conditions where Lookup(condition.field).isPlain {
          identifiers[condition.field] = condition.value.replacingReferences(\.known)
        }
      }
      return LookupTarget(
        model: kind.model,
        address: ResourceAddress(model: kind.model, identifiers: identifiers.map { ($0, $1) }),
        identifiers: identifiers)
    }
    let read = try await KindReader(api: api, kind: kind, parallelism: parallelism)
      .read(targets, known: lists[kind.model])
    if read.isWhole { lists[kind.model] = read.objects }
    return read
  }

  /// Whether all conditions hold, including those on other objects.
  private func holds(_ conditions: [FindCondition], of object: Value, _ kind: Kind) async throws(APIError)
    -> Bool
  {
    for condition in conditions {
      let look = Lookup(condition.field, in: kind)
      let wanted = condition.value.replacingReferences(\.known)
      // No existing object contains one that does not exist yet.
      guard wanted.references.isEmpty else { return false }
      var value = object
      var fieldKind: Kind? = kind
      for (index, name) in look.path.enumerated() {
        if index > 0 {
          guard let related = relation(of: look.path[index - 1], fieldKind),
            let next = try await self.related(related, value)
          else { return false }
          (value, fieldKind) = (next, related)
        }
        value = value[name == "pk" ? fieldKind?.primaryKey ?? "pk" : name] ?? .null
      }
      guard look.holds(value, wanted, as: fieldKind?.field(look.path.last ?? "")?.type) else { return false }
    }
    return true
  }

  /// The kind that a field leads to, by the catalog or else by its name.
  private func relation(of field: String, _ kind: Kind?) -> Kind? {
    [kind?.field(field)?.refersTo, BaseKinds.relation(field)].lazy.compactMap { $0 }
      .compactMap { BaseKinds.kind($0, in: catalog) }.first
  }

  /// The object with a primary key, through the kind's list.
  private func related(_ kind: Kind, _ key: Value) async throws(APIError) -> Value? {
    if lists[kind.model] == nil { lists[kind.model] = try await api.list(kind) }
    return lists[kind.model]?.first { $0[kind.primaryKey] == key }
  }

  /// A few names of existing objects.
  private func candidates(
    _ kind: Kind, _ looked: KindReader.Read, _ conditions: [FindCondition]
  ) async throws(APIError) -> [String] {
    let objects = looked.isWhole ? looked.objects : try await api.firstPage(kind).objects
    // The field that was asked for says more than the other names of the objects.
    let asked = conditions.lazy.map { Lookup($0.field) }.first(where: \.isPlain)?.path.first
    let values = objects.prefix(100).compactMap { object in asked.flatMap { object[$0]?.string } }
    return values.isEmpty ? Self.names(of: objects) : values.filter { !$0.isEmpty }
  }

  private static func names(of objects: [Value]) -> [String] {
    objects.prefix(100).compactMap { object in
      Kind.nameFields.lazy.compactMap { object[$0]?.string }.first
    }
  }
}
