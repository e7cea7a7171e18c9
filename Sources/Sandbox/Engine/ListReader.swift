import Catalog
import Model
import OrderedCollections

/// Reads what a list is asked for: filters, search and order.
struct ListReader {
  let kind: ServedKind
  let traits: ServerTraits

  func query(_ request: SandboxRequest) throws(Refusal) -> ListQuery {
    var query = ListQuery(kind)
    try filter(&query, request)
    try search(&query, request)
    order(&query, request)
    return query
  }

  /// All filters that are wrong are told at once; filters without a value and unknown ones are ignored.
  private func filter(_ query: inout ListQuery, _ request: SandboxRequest) throws(Refusal) {
    var errors = ValueMap()
    for (filter, type) in kind.kind.filters {
      guard let text = request.parameter(filter).map(Coercion.trimmed), !text.isEmpty,
        let field = kind.field(ofFilter: filter)
      else { continue }
      switch type {
      case .choice(let choices) where !choices.contains(text):
        errors[filter] = [.string("Select a valid choice. \(text) is not one of the available choices.")]
      case .text(.uuid):
        if let identifier = Self.identifier(text) {
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
      case .list, .map, .any: break
      }
    }
    guard errors.isEmpty else { throw .invalid(errors) }
  }

  private func search(_ query: inout ListQuery, _ request: SandboxRequest) throws(Refusal) {
    var text = request.parameter("search") ?? ""
    if text.unicodeScalars.contains("\0") {
      if traits.searchRefusesNull { throw Refusal(400, body: ["Null characters are not allowed."]) }
      text.unicodeScalars.removeAll { $0 == "\0" }
    }
    for term in SearchTerms.split(text, knowsQuotes: traits.searchKnowsQuotes) { query.search(term) }
  }

  /// Fields that are none are ignored; without one that is, the kind's own order holds.
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
    case .list, .map, .any: false
    case .text, .boolean, .integer, .number, .choice: true
    }
  }

  /// The usual form of a UUID that may be written without dashes and in upper case.
  private static func identifier(_ text: String) -> String? {
    guard Coercion.isUUID(text) else { return nil }
    let digits = Array(text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") })
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      .map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
  }
}
