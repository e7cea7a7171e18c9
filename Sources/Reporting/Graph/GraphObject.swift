import Blueprints
import Model
import OrderedCollections
import Planning

/// An object of a blueprint, of a plan or of a server, as a graph sees it.
struct GraphObject {
  let address: ResourceAddress
  /// What a plan does with it; nil without a plan.
  var change: GraphChange?
  private let value: (String) -> Value?
  private let target: (String, Value?) -> ResourceAddress?

  subscript(field: String) -> Value? { value(field) }

  /// The object that a field refers to.
  func object(_ field: String) -> ResourceAddress? { target(field, value(field)) }

  /// The objects that the items of a list refer to.
  func objects(_ field: String) -> [ResourceAddress] {
    (value(field)?.list ?? []).compactMap { target(field, $0) }
  }

  /// A name for the object that a field refers to; its key if it has no name.
  func name(_ field: String) -> String {
    object(field)?.shortName ?? value(field).map { JSONWriter.write($0) } ?? ""
  }

  /// What a policy binding binds: its field, and the object if it is known.
  var bound: (field: String, object: ResourceAddress?) {
    let field = ["policy", "group", "user"].first { !(value($0) ?? .null).isNull || object($0) != nil }
    return (field ?? "policy", object(field ?? "policy"))
  }

  init(_ entry: ResolvedEntry, _ change: GraphChange?) {
    self.init(DescribedObject(address: entry.address, values: entry.values), change)
  }

  init(_ object: DescribedObject, _ change: GraphChange? = nil) {
    address = object.address
    self.change = change
    value = { object.values[$0] }
    target = { $1?.reference?.address }
  }

  /// `holders` are the addresses of the plan's objects by key.
  init(_ planned: PlannedChange, _ holders: [String: ResourceAddress], _ names: ObjectNames) {
    address = planned.address
    change = GraphChange(planned)
    value = { planned.shownValue($0) }
    let parts = AddressParts(planned.address)
    target = { field, value in
      if let known = value?.reference?.address ?? parts?[field] { return known }
      guard let value, !value.isNull else { return nil }
      if let holder = value.string.flatMap({ holders[$0] }) { return holder }
      let name =
        names.name(value, of: field == "user" ? "authentik_core.user" : nil)
        ?? planned.fields.lazy.compactMap { $0.name(of: value) }.first
      // A name is an address without the application.
      return name.flatMap {
        ResourceAddress("authentik.\($0)") ?? ResourceAddress(model: $0, identifiers: [])
      }
    }
  }
}

extension GraphObject {
  /// The objects of a plan, those that it deletes included.
  static func all(of plan: Plan) -> [GraphObject] {
    let holders = Dictionary(
      plan.changes.compactMap { change in change.primaryKey?.string.map { ($0, change.address) } }
    ) { first, _ in first }
    // An object that does not exist and is not wanted is no part of a graph.
    let shown = plan.changes.filter { change in
      !(change.primaryKey == nil && change.action == .unchanged)
        && !(change.action == .skip && change.values.isEmpty)
    }
    return shown.map { GraphObject($0, holders, plan.names) }
  }
}

/// What a plan does with a part of a graph.
struct GraphChange: Hashable {
  let action: Action
  var isRestore = false

  init(_ change: PlannedChange) {
    action = change.action
    isRestore = change.isRestore
  }

  /// The changes of a plan by their objects; none without a plan.
  static func all(of plan: Plan?) -> [ResourceAddress: GraphChange] {
    Dictionary((plan?.changes ?? []).map { ($0.address, GraphChange($0)) }) { $1 }
  }

  /// The more important one of two changes.
  static func telling(_ one: GraphChange?, _ other: GraphChange?) -> GraphChange? {
    let order: [Action] = [.create, .delete, .update, .adopt, .skip, .unchanged]
    let both = [one, other].compactMap { $0 }
    return order.lazy.compactMap { action in
      both.first { $0.action == action && !$0.isRestore } ?? both.first { $0.action == action }
    }.first
  }
}

extension ResourceAddress {
  /// A short name for the object: the value of its only identifier, or all of them.
  var shortName: String {
    if description.hasSuffix("[]") { return model }
    guard let parts = AddressParts(self), parts.identifiers.count == 1,
      let only = parts.identifiers.values.first
    else { return description }
    return only.value.string ?? only.value.reference?.address.shortName ?? JSONWriter.write(only.value)
  }

  /// `identification` of `authentik_stages_identification.identificationstage`.
  var stageKind: String {
    let name = model.split(separator: ".").last ?? ""
    return String(name.hasSuffix("stage") ? name.dropLast("stage".count) : name)
  }
}
