import Catalog
import Model
import OrderedCollections

/// The fields that find each object among all of its kind.
struct NaturalKeys: Sendable {
  private let index: ObjectIndex
  private var known: [ExportedObject.Identifier: [String]?] = [:]
  /// How many objects of a kind have the same values in these fields.
  private var counts: [Fields: [Value: Int]] = [:]

  private struct Fields: Hashable {
    let model: String
    let names: [String]
  }

  init(_ index: ObjectIndex) {
    self.index = index
  }

  /// The fields, or nil if none identify the object.
  mutating func fields(of object: ExportedObject) -> [String]? {
    if let known = known[object.id] { return known }
    let fields = object.naturalCandidates.first { names in
      names.allSatisfy { !object.isEmpty($0) } && count(of: object, names) == 1
    }
    known[object.id] = .some(fields)
    return fields
  }

  private mutating func count(of object: ExportedObject, _ names: [String]) -> Int {
    let fields = Fields(model: object.kind.model, names: names)
    if counts[fields] == nil {
      counts[fields] = index.objects(of: object.kind.model)
        .reduce(into: [:]) { $0[$1.values(of: names), default: 0] += 1 }
    }
    return counts[fields]?[object.values(of: names)] ?? 0
  }
}

extension ExportedObject {
  /// True if the server itself keeps the fields unique that an export identifies the object by. The other objects of
  /// its kind need not be read then.
  package var hasUniqueName: Bool {
    let fields = naturalCandidates.first { $0.allSatisfy { !isEmpty($0) } } ?? []
    return kind.uniqueTogether.contains(fields)
      || (fields.count == 1 && kind.uniqueFields.contains(fields[0]))
  }

  /// Sets of fields that may identify this object within its kind, the best first.
  ///
  /// Generated keys and secrets do not identify an object, and neither does a reference alone.
  fileprivate var naturalCandidates: [[String]] {
    if managed != nil { return [["managed"]] }
    let preferred = ["slug", "name", "username", "identifier", "domain"]
    let made = ["managed", "client_id", kind.primaryKey]
    let unique = kind.uniqueFields.filter { name in
      guard let field = kind.field(name), !made.contains(name), !field.isReadOnly else { return false }
      return !field.isSecret && field.refersTo == nil
    }
    func rank(_ name: String) -> Int { preferred.firstIndex(of: name) ?? preferred.count }
    let plain = preferred.filter { kind.field($0)?.isReadOnly == false && !unique.contains($0) }
    let together = kind.uniqueTogether.map { $0.map(subject) }
    return unique.sorted { rank($0) < rank($1) }.map { [$0] } + together + plain.map { [$0] }
  }

  /// A policy binding may bind a group or user instead of a policy.
  private func subject(_ name: String) -> String {
    guard name == "policy", isEmpty(name) else { return name }
    return ["group", "user"].first { !isEmpty($0) } ?? name
  }

  fileprivate func values(of names: [String]) -> Value {
    .list(names.map { fields[$0] ?? .null })
  }

  fileprivate func isEmpty(_ name: String) -> Bool {
    switch fields[name] {
    case .null, .string(""), nil: true
    default: false
    }
  }
}
