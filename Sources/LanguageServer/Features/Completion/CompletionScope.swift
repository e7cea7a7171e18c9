import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

/// The entry around the cursor, and its kind.
struct CompletionScope {
  let catalog: Catalog
  var entry: SourceNode?
  /// The model of an entry that is not written yet.
  var ownModel: String?

  /// The model of the entry, lower-case.
  var model: String? { ownModel ?? entry?["model"]?.plainText?.lowercased() }

  var kind: Kind? { model.flatMap(catalog.kind) }

  /// All fields that the entry can have, in the order of the schema.
  var fields: [Field] {
    if let kind {
      let aliases = BlueprintNames.aliases[kind.model]?.keys.filter { kind.field($0) == nil }.sorted() ?? []
      return (kind.fields + kind.endpointFields).filter { $0.name != Kind.grants }
        + aliases.map { Field(name: $0, type: .text(.plain)) }
    }
    return model == Self.application ? Self.applicationFields : []
  }

  func field(_ name: String) -> Field? {
    if let kind { return kind.field(BlueprintNames.field(name, of: kind)) }
    return fields.first { $0.name == name }
  }

  /// The fields that the entry has already.
  var given: Set<String> {
    let pairs = (entry?["identifiers"]?.pairs ?? []) + (entry?["attrs"]?.pairs ?? [])
    return Set(pairs.compactMap { $0.key.text })
  }

  /// The permissions on objects of the kind.
  var permissions: [String] {
    kind.map { kind in ["view", "change", "delete", "add"].map(kind.permission) } ?? []
  }

  /// The names of all permissions.
  var allPermissions: [String] {
    catalog.models.flatMap { model in
      let parts = model.split(separator: ".")
      return ["view", "change", "delete", "add"].map { "\(parts[0]).\($0)_\(parts.last ?? "")" }
    }
  }

  /// The label that keeps authentik from applying a blueprint by itself.
  static let instantiate = "blueprints.goauthentik.io/instantiate"

  // MARK: Entries that apply other blueprints

  /// The model that no catalog describes, because no endpoint has it.
  static let application = "authentik_blueprints.metaapplyblueprint"
  static let blueprintName = Field(name: "name", type: .text(.plain))
  static let blueprintPath = Field(name: "path", type: .text(.plain))

  private static let applicationFields = [
    Field(name: "identifiers", type: .object([blueprintName, blueprintPath]), isRequired: true),
    Field(name: "required", type: .boolean, defaultValue: true),
  ]
}
