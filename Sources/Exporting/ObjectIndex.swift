import Catalog
import Model
import OrderedCollections

/// All objects at hand, by the keys that refer to them.
struct ObjectIndex: Sendable {
  private(set) var objects: [ExportedObject] = []
  private var byText: [String: Int] = [:]
  private var byNumber: [Int: [Int]] = [:]
  private var byModel: [String: [Int]] = [:]

  init(_ objects: [ExportedObject]) {
    for object in objects {
      guard !object.primaryKey.isNull else { continue }
      let position = self.objects.count
      self.objects.append(object)
      byModel[object.kind.model, default: []].append(position)
      switch object.primaryKey {
      case .integer(let number): byNumber[number, default: []].append(position)
      default: byText[Self.text(object.primaryKey)] = position
      }
      // A policy binding's target may hold this instead of the primary key.
      if let pointer = object.fields[Reference.Key.policyTarget.rawValue], !pointer.isNull {
        byText[Self.text(pointer)] = position
      }
    }
  }

  func objects(of model: String) -> [ExportedObject] {
    (byModel[model] ?? []).map { objects[$0] }
  }

  /// The object that a key means in a field that refers to a model or base class; nil if it is not at hand.
  /// UUIDs are unique over all kinds, numbers are not.
  func object(_ key: Value, referredToAs model: String?) -> ExportedObject? {
    guard case .integer(let number) = key else { return byText[Self.text(key)].map { objects[$0] } }
    guard let model else { return nil }
    return (byNumber[number] ?? []).map { objects[$0] }.first { Self.covers(model, $0.kind) }
  }

  /// Only providers have both numeric keys and a base class.
  private static func covers(_ model: String, _ kind: Kind) -> Bool {
    kind.model == model
      || (model == "authentik_core.provider" && kind.path.hasPrefix("/providers/")
        && kind.model.hasSuffix("provider"))
  }

  private static func text(_ key: Value) -> String {
    (Coercion.text(key) ?? "").lowercased()
  }
}

extension ObjectIndex {
  /// The object whose key a field's value is, or an item of its list.
  func object(_ key: Value, of field: Field) -> ExportedObject? {
    if field.refersTo != nil { return object(key, referredToAs: field.refersTo) }
    switch field.type {
    case .text(.uuid), .list(.text(.uuid)): return object(key, referredToAs: nil)
    default: return nil
    }
  }

  /// Keys that the server does not keep in order, sorted independently of primary keys: by the objects'
  /// `order`, then by name.
  func sorted(_ keys: [Value], _ field: Field) -> [Value] {
    guard field.isSet else { return keys }
    func rank(_ key: Value) -> (Int, String, String) {
      let object = object(key, of: field)
      let name = ["managed", "slug", "name", "username"].lazy.compactMap { object?.fields[$0]?.string }.first
      return (object?.fields["order"]?.integer ?? 0, name ?? "", Coercion.text(key) ?? "")
    }
    return keys.map { (key: $0, rank: rank($0)) }.sorted { $0.rank < $1.rank }.map(\.key)
  }
}
