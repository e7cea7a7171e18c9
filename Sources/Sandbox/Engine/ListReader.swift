import Catalog
import Model
import OrderedCollections

/// Reads the query of a list: filters, search and order.
struct ListReader {
  let kind: ServedKind
  let traits: ServerTraits
  let store: StoreTransaction

  func query(_ request: SandboxRequest) throws -> ListQuery {
    var query = ListQuery(kind)
    try filter(&query, request)
    try search(&query, request)
    order(&query, request)
    return query
  }

  /// All wrong filters are reported at once; filters without a value and unknown ones are ignored.
  private func filter(_ query: inout ListQuery, _ request: SandboxRequest) throws {
    var errors = ValueMap()
    for (filter, type) in kind.kind.filters {
      let texts = request.query.filter { $0.name == filter }.map { Coercion.trimmed($0.value) }.filter {
        !$0.isEmpty
      }
      guard let text = texts.last else { continue }
      if let field = Self.nullFilter(filter), kind.field(ofFilter: field) != nil {
        if let flag = Bool(text.lowercased()) { query.filter(field, isNull: flag) }
      } else if let field = kind.kind.field(filter), let model = field.refersTo {
        try filterReference(&query, field, model, texts, &errors)
      } else if let field = Self.anyFilter(filter).flatMap(kind.kind.field), let model = field.refersTo {
        try filterAny(&query, field, model, texts, filter, &errors)
      } else if let (field, other) = referenceFilter(filter) {
        try filterThrough(&query, field, other, text)
      } else if let field = kind.field(ofFilter: filter) {
        filterValue(&query, field, filter, type, text, &errors)
      }
    }
    guard errors.isEmpty else { throw Refusal.invalid(errors) }
  }

  private static func nullFilter(_ filter: String) -> String? {
    filter.hasSuffix("__isnull") ? String(filter.dropLast("__isnull".count)) : nil
  }

  /// `user` and `username` of `user__username`.
  private func referenceFilter(_ filter: String) -> (Field, String)? {
    let names = filter.split(separator: "__", maxSplits: 1).map(String.init)
    guard names.count == 2, let field = kind.kind.field(names[0]), let model = field.refersTo,
      store.kinds.kind(model)?.kind.field(names[1]) != nil
    else { return nil }
    return (field, names[1])
  }

  /// Keeps the objects that refer to one with a value in a field.
  private func filterThrough(_ query: inout ListQuery, _ field: Field, _ other: String, _ text: String) throws
  {
    guard let model = field.refersTo, let kind = store.kinds.kind(model) else { return }
    var others = ListQuery(kind)
    others.filter(other, equals: .string(text))
    let targets = try store.objects(others, limit: -1, offset: 0).map {
      "\(store.kinds.space(model))|\(Coercion.text($0.primaryKey) ?? "")"
    }
    query.filter(field.name, refersToAnyOf: targets)
  }

  /// `target` of `target_in`.
  private static func anyFilter(_ filter: String) -> String? {
    filter.hasSuffix("_in") ? String(filter.dropLast("_in".count)) : nil
  }

  /// Keeps the objects that refer to any of some objects; each must exist.
  private func filterAny(
    _ query: inout ListQuery, _ field: Field, _ model: String, _ texts: [String], _ filter: String,
    _ errors: inout ValueMap
  ) throws {
    var targets: [String] = []
    for text in texts {
      guard let key = Coercion.canonicalUUID(text) else {
        errors[filter] = [.string("“\(text)” is not a valid UUID.")]
        return
      }
      guard let object = try store.object(referredToAs: model, by: .string(key)),
        model != ServedKinds.policyTarget || object.policyTarget == .string(key)
      else {
        errors[filter] = [
          .string("Select a valid choice. \(text) is not one of the available choices.")
        ]
        return
      }
      targets.append("\(store.kinds.space(model))|\(Coercion.text(object.primaryKey) ?? "")")
    }
    query.filter(field.name, refersToAnyOf: targets)
  }

  /// A reference must be an existing object, or the request is refused. Targets of policies are only known by
  /// their own id (recorded from both versions).
  private func filterReference(
    _ query: inout ListQuery, _ field: Field, _ model: String, _ texts: [String], _ errors: inout ValueMap
  ) throws {
    let isNumber = store.kinds.kinds(referredToAs: model).first.map {
      $0.kind.field($0.kind.primaryKey)?.type == .integer
    }
    for text in texts {
      guard isNumber == true || Coercion.canonicalUUID(text) != nil else {
        errors[field.name] = [.string("“\(text)” is not a valid UUID.")]
        continue
      }
      let key = Coercion.canonicalUUID(text) ?? text
      guard let object = try store.object(referredToAs: model, by: .string(key)),
        model != ServedKinds.policyTarget || object.policyTarget == .string(key)
      else {
        errors[field.name] = [
          .string(
            field.type.isList
              ? "Select a valid choice. \(text) is not one of the available choices."
              : "Select a valid choice. That choice is not one of the available choices.")
        ]
        continue
      }
      query.filter(
        field.name, refersTo: "\(store.kinds.space(model))|\(Coercion.text(object.primaryKey) ?? "")")
    }
  }

  private func filterValue(
    _ query: inout ListQuery, _ field: String, _ filter: String, _ type: FieldType, _ text: String,
    _ errors: inout ValueMap
  ) {
    switch type {
    case .choice(let choices) where !choices.contains(text):
      errors[filter] = [.string("Select a valid choice. \(text) is not one of the available choices.")]
    case .text(.uuid):
      if let identifier = Coercion.canonicalUUID(text) {
        query.filter(field, equals: .string(identifier))
      } else {
        errors[filter] = ["Enter a valid UUID."]
      }
    case .integer, .number:
      if let number = Coercion.number(.string(text)) {
        query.filter(field, equals: .double(number))
      } else {
        errors[filter] = ["Enter a number."]
      }
    case .boolean:
      if let flag = Bool(text.lowercased()) { query.filter(field, equals: .bool(flag)) }
    case .choice, .text: query.filter(field, equals: .string(text))
    case .list, .object, .map, .any: break
    }
  }

  private func search(_ query: inout ListQuery, _ request: SandboxRequest) throws(Refusal) {
    var text = request.parameter("search") ?? ""
    if text.unicodeScalars.contains("\0") {
      if traits.searchRefusesNull { throw Refusal(400, body: ["Null characters are not allowed."]) }
      text.unicodeScalars.removeAll { $0 == "\0" }
    }
    for term in SearchTerms.split(text, knowsQuotes: traits.searchKnowsQuotes) { query.search(term) }
  }

  /// Unknown fields are ignored; without a known one, the kind's own order applies.
  private func order(_ query: inout ListQuery, _ request: SandboxRequest) {
    let known = Set(kind.storedFields.filter { Self.isOrdered($0.type) }.map(\.name))
    let asked = (request.parameter("ordering") ?? "").split(separator: ",").map {
      Coercion.trimmed(String($0))
    }
    let terms = asked.filter { known.contains(Self.name($0)) }
    for term in terms.isEmpty ? kind.defaultOrdering : terms {
      query.sort(by: Self.name(term), descending: term.hasPrefix("-"))
    }
  }

  private static func name(_ term: String) -> String {
    term.hasPrefix("-") ? String(term.dropFirst()) : term
  }

  private static func isOrdered(_ type: FieldType) -> Bool {
    switch type {
    case .list, .object, .map, .any: false
    case .text, .boolean, .integer, .number, .choice: true
    }
  }
}
