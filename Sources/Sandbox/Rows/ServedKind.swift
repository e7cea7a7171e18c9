package import Catalog
import Model
import OrderedCollections

/// A kind that the embedded server serves: its row of the catalog, and the facts that a row cannot hold.
///
/// A base class, such as all stages, is a served kind too; its objects are those of its members.
package struct ServedKind: Sendable {
  package let kind: Kind
  /// The base class that the kind belongs to, or that it is.
  let family: String?
  package let isBase: Bool
  let hasPolicies: Bool
  /// The name in messages about unique values, as in `stage with this name already exists.`
  let messageName: String
  let verboseName: String
  let verboseNamePlural: String
  /// The values that a create stores for missing fields.
  let defaults: [String: Value]
  let labels: [String: String]
  let generated: [String: GeneratedField]
  let computed: [String: ComputedField]
  /// Fields with the name of a file in the storage.
  let fileNames: Set<String>
  /// Fields with JSON of any form.
  let databaseFields: [String]
  let searched: [String]
  let crashesOnSearch: Bool
  /// Fields with choices; the server crashes on any other value.
  let crashingChoices: Set<String>
  /// Lists that are refused if they are empty, although they are optional.
  let nonEmpty: Set<String>
  /// Fields that no answer has.
  let omitted: Set<String>
  let defaultOrdering: [String]
  /// Lists of references that keep their order.
  let keptOrder: Set<String>
  let actions: [String: KindAction]
  let rules: [BodyRule]
  /// True if every create crashes, like that of tenants, which are turned off (recorded).
  let isBroken: Bool
  /// The values that the server sets on every write.
  let choices: [ServerChoice]

  /// `objects` has the members of the objects in each field.
  init(_ kind: Kind, _ facts: KindFacts?, _ objects: [String: [String]], _ version: EmbeddedCatalog) {
    self.kind = kind
    isBase = facts?.base != nil
    family = isBase ? kind.model : facts?.family
    hasPolicies = facts?.hasPolicies ?? false
    verboseName = facts?.verboseName ?? kind.component
    verboseNamePlural = facts?.verboseNamePlural ?? kind.component
    messageName = facts?.messageName ?? verboseName
    defaults = facts?.defaults ?? [:]
    labels = ["managed": "Managed by authentik"].merging(facts?.labels ?? [:]) { $1 }
    generated = isBase ? [:] : GeneratedField.of(kind, family: family)
    computed = isBase ? [:] : ComputedFields.of(kind, facts, objects)
    fileNames =
      kind.model == "authentik_flows.flow" && kind.field("background")?.isReadOnly == false
      ? ["background"] : []
    databaseFields = isBase ? [] : kind.fields.filter { [.map, .any].contains($0.type) }.map(\.name)
    crashesOnSearch = facts?.crashesOnSearch ?? false
    crashingChoices = facts?.crashingChoices ?? []
    nonEmpty = facts?.nonEmpty ?? []
    omitted = facts?.omitted ?? []
    searched =
      facts?.searched ?? Self.searched[kind.model] ?? [
        "name", "slug", "username", "email", "identifier", "domain", "path",
      ]
    defaultOrdering = Self.orderings[kind.model] ?? facts?.order ?? []
    keptOrder = facts?.keptOrder ?? []
    actions = KindAction.of(kind.model)
    rules = BodyRule.of(kind, version)
    isBroken = kind.model == "authentik_tenants.domain"
    choices = isBase ? [] : ServerChoice.of(kind, version)
  }

  /// The name in messages, as in `No Flow matches the given query.`
  var name: String { kind.component }

  /// True if no request creates objects.
  var isMadeByServer: Bool { ServedKinds.madeByServer.contains(kind.model) }

  /// True if the server refuses every create.
  var isNeverCreated: Bool { isBroken || rules.contains(where: \.isUnconditional) }

  var detailField: String { kind.detailField ?? kind.primaryKey }

  /// The namespace of references to objects of this kind: ids are unique within it.
  var space: String { family ?? kind.model }

  /// The fields that are stored and answered, so they can be ordered and filtered by.
  var storedFields: [Field] {
    kind.fields.filter { computed[$0.name] == nil && !$0.isWriteOnly }
  }

  /// Whether a body has a value that crashes the server before any other validation of the field.
  func crashes(on sent: ValueMap) -> Bool {
    crashingChoices.contains { name in
      guard let text = sent[name]?.string, case .choice(let choices)? = kind.field(name)?.type else {
        return false
      }
      return !choices.contains(text)
    }
  }

  /// The field behind a filter, or nil if the sandbox has no such value.
  func field(ofFilter filter: String) -> String? {
    if storedFields.contains(where: { $0.name == filter }) { return filter }
    // Such as `stage_uuid`, the model's name for its primary key.
    guard filter.hasSuffix("_uuid") else { return nil }
    let isOfPolicies = filter == "pbm_uuid" && kind.field("policybindingmodel_ptr_id") != nil
    return isOfPolicies ? "policybindingmodel_ptr_id" : kind.primaryKey
  }

  /// The fields that hold the primary keys of other objects.
  var references: [Field] { kind.fields.filter { $0.refersTo != nil } }

  /// Recorded from 2024.8 and 2026.5.
  private static let searched = [
    "authentik_flows.flow": ["name", "slug", "designation", "title", "denied_action"]
  ]

  private static let orderings = [
    "authentik_flows.flow": ["slug", "name"]
  ]
}
