package import Catalog
package import Model
import OrderedCollections

/// A JSON schema of blueprints for editors, made from a catalog.
///
/// JSON schema has no tags: an editor sees only the text or list of a tag. So a text and a list are accepted
/// everywhere, and no correct blueprint is marked. `flowform validate` finds the remaining mistakes.
package enum BlueprintSchema {
  /// The version of this schema format.
  package static let format = 1

  package static func value(of catalog: Catalog) -> Value {
    let kinds = catalog.kinds
    var definitions: ValueMap = ["entry": entry(catalog, kinds), "entries": entries, "tag": tag]
    for kind in kinds { definitions[kind.model] = model(kind) }
    return [
      // The draft that YAML support in editors knows best.
      "$schema": "http://json-schema.org/draft-07/schema#",
      "$id": .string("urn:flowform:blueprint:\(format):authentik-\(catalog.version)"),
      "title": "An authentik blueprint",
      "description": .string("Models and fields of authentik \(catalog.version)."),
      "type": "object", "required": ["entries"], "additionalProperties": false,
      "properties": [
        "version": ["const": 1, "description": "The version of the blueprint's form."],
        "metadata": [
          "type": ["object", "null"], "required": ["name"], "additionalProperties": false,
          "properties": ["name": ["type": "string"], "labels": ["type": ["object", "null"]]],
        ],
        "context": ["type": ["object", "null"], "description": "Values for !Context."],
        "entries": [
          "description": "A list of entries, or a map of sections with a list each.",
          "type": ["array", "object", "null"], "items": reference("entry"),
          "additionalProperties": reference("entries"),
        ],
      ],
      "$defs": .map(definitions),
    ]
  }

  private static func reference(_ name: String) -> Value { ["$ref": .string("#/$defs/\(name)")] }

  private static let entries: Value = ["type": "array", "items": reference("entry")]

  private static var tag: Value {
    let lines = TagDescription.all.map { "\($0.name): \($0.text)" }
    return [
      "description": .string(
        "A tag, followed by a text or a list.\n" + lines.joined(separator: "\n")),
      "type": ["string", "array"],
    ]
  }

  private static func entry(_ catalog: Catalog, _ kinds: [Kind]) -> Value {
    let states = EntryState.allCases.map { Value.string($0.rawValue) }
    let models = catalog.models + catalog.modelsWithoutEndpoint.sorted()
    let fields: Value = ["type": ["object", "string", "array", "null"]]
    return [
      "type": "object", "required": ["model"], "additionalProperties": false,
      "properties": [
        "model": ["enum": .list(models.map(Value.string)), "description": "The kind of object."],
        "id": ["type": ["string", "number", "boolean", "null"], "description": "The name for !KeyOf."],
        "state": ["anyOf": [["enum": .list(states + [.null])], reference("tag")]],
        "conditions": [
          "type": ["array", "null"], "description": "The entry is skipped unless all of them are true.",
        ],
        "identifiers": described(fields, "The fields that find the object."),
        "attrs": described(fields, "The other fields of the object."),
        "permissions": [
          "type": ["array", "null"], "description": "Permissions on the object, for a role or a user.",
          "items": ["type": ["object", "string", "array"]],
        ],
      ],
      "allOf": .list(kinds.map(condition)),
    ]
  }

  private static func described(_ schema: Value, _ text: String) -> Value {
    schema.merged(with: ["description": .string(text)])
  }

  /// The fields of an entry depend on its model.
  private static func condition(_ kind: Kind) -> Value {
    let fields: Value = ["anyOf": [reference(kind.model), reference("tag"), ["type": "null"]]]
    return [
      "if": ["properties": ["model": ["const": .string(kind.model)]], "required": ["model"]],
      "then": ["properties": ["identifiers": fields, "attrs": fields]],
    ]
  }

  private static func model(_ kind: Kind) -> Value {
    var properties: ValueMap = ["pk": ["description": "The primary key, as exports name it."]]
    for field in kind.fields + kind.endpointFields where field.name != Kind.grants {
      properties[field.name] = FieldSchema.value(of: field)
    }
    for (alias, name) in BlueprintNames.aliases[kind.model] ?? [:] {
      properties[alias] = kind.field(name).map(FieldSchema.value)
    }
    return [
      "title": .string(kind.model), "type": "object", "additionalProperties": false,
      "properties": .map(properties),
    ]
  }
}
