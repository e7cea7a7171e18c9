import Catalog
import Model
import OrderedCollections

/// Describes live objects by their names instead of keys, from the server's answers alone.
///
/// An answer holds the objects that it refers to: `stage_obj` beside `stage`. So no list of stages, policies, groups
/// or users is needed.
struct ObjectDescriptions {
  private struct Known {
    /// The kind of the list that holds it; nil for an object inside of another one.
    let kind: Kind?
    let model: String
    let fields: ValueMap
  }

  /// A key that is a number: only a model or base class makes it unique.
  private struct Number: Hashable {
    let model: String
    let key: Int
  }

  private let objects: [Known]
  private var byText: [String: Known] = [:]
  private var byNumber: [Number: Known] = [:]

  init(_ objects: [(kind: Kind, fields: ValueMap)]) {
    self.objects = objects.map { kind, fields in
      Known(kind: kind, model: Self.model(kind.model, fields), fields: fields)
    }
    for object in self.objects {
      // A policy binding's target may hold either key.
      for name in ["pk", Reference.Key.policyTarget.rawValue] {
        if let key = object.fields[name]?.string { byText[key.lowercased()] = object }
      }
      if let kind = object.kind, let key = object.fields["pk"]?.integer {
        byNumber[Number(model: kind.model, key: key)] = object
      }
    }
  }

  /// The objects, and those inside of their answers.
  var all: [DescribedObject] {
    var known: Set<ResourceAddress> = []
    let listed = objects.map(described)
    known.formUnion(listed.map(\.address))
    var nested: [Known] = []
    for object in objects {
      for (name, value) in object.fields where name.hasSuffix(Self.suffix) {
        nested += (value.list ?? [value]).compactMap { $0.map.flatMap(self.nested) }
      }
    }
    return listed + nested.map(described).filter { known.insert($0.address).inserted }
  }

  private static let suffix = "_obj"

  /// The list of a base class names the kind of each object.
  private static func model(_ listed: String, _ fields: ValueMap) -> String {
    fields["meta_model_name"]?.string ?? listed
  }

  private func nested(_ fields: ValueMap) -> Known? {
    fields["meta_model_name"]?.string.map { Known(kind: nil, model: $0, fields: fields) }
  }

  private func described(_ object: Known) -> DescribedObject {
    var values = object.fields.filter { !$0.key.hasSuffix(Self.suffix) }
    for (name, value) in values {
      values[name] = self.value(value, of: name, in: object)
    }
    return DescribedObject(address: address(of: object), values: values)
  }

  private func value(_ value: Value, of name: String, in object: Known) -> Value {
    if let items = value.list { return .list(items.map { self.value($0, of: name, in: object) }) }
    guard let address = target(value, of: name, in: object) else { return value }
    return .reference(Reference(address, known: value, symbol: .null))
  }

  /// The address of the object that a key means; nil if the value is no key of a known object.
  private func target(_ key: Value, of name: String, in object: Known) -> ResourceAddress? {
    guard name != "pk", name != Reference.Key.policyTarget.rawValue, !key.isNull else { return nil }
    let relation = object.kind?.field(name)?.refersTo ?? BaseKinds.relation(name) ?? name
    // A list says more of an object: inside of others, some are named by their base class.
    let listed: Known? =
      switch key {
      case .string(let text): byText[text.lowercased()]
      case .integer(let number): byNumber[Number(model: relation, key: number)]
      default: nil
      }
    if let listed { return address(of: listed) }
    let beside = object.fields[name + Self.suffix] ?? .null
    let nested = (beside.list ?? [beside]).first { $0["pk"] == key }?.map
    return nested.map { address(of: Known(kind: nil, model: Self.model(relation, $0), fields: $0)) }
  }

  /// By its name, or for a binding by what it binds.
  private func address(of object: Known) -> ResourceAddress {
    let name = Kind.nameFields.first { object.fields[$0]?.string?.isEmpty == false }
    if let name {
      return ResourceAddress(model: object.model, identifiers: [name: object.fields[name] ?? .null])
    }
    var identifiers: ValueMap = [:]
    for field in ["target", "stage", "policy", "group", "user", "order"] {
      guard let value = object.fields[field], !value.isNull else { continue }
      identifiers[field] = self.value(value, of: field, in: object)
    }
    return ResourceAddress(model: object.model, identifiers: identifiers)
  }
}
