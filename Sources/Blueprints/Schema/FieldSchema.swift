import Catalog
import Model
import OrderedCollections

/// The JSON schema of one field. It always accepts a tag as well.
enum FieldSchema {
  static func value(of field: Field) -> Value {
    var schema: ValueMap = [:]
    var notes: [String] = []
    if field.isRequired { notes.append("Required by a create.") }
    if field.isReadOnly { notes.append("Read-only: the server sets it.") }
    if field.isSecret { notes.append("A secret: never shown.") }
    if let model = field.refersTo { notes.append("The key of \(model), by !KeyOf or !Find.") }
    if !notes.isEmpty { schema["description"] = .string(notes.joined(separator: " ")) }
    var choices = [plain(field.type, of: field), ["$ref": "#/$defs/tag"]]
    if field.isNullable || field.isReadOnly { choices.append(["type": "null"]) }
    schema["anyOf"] = .list(choices)
    return .map(schema)
  }

  /// The values that the server accepts without a tag. It accepts numbers as texts.
  private static func plain(_ type: FieldType, of field: Field) -> Value {
    switch type {
    case .text: return ["type": ["string", "number"]]
    case .boolean: return ["type": ["boolean", "integer"]]
    case .integer, .number:
      var schema: ValueMap = ["type": type == .integer ? "integer" : "number"]
      schema["minimum"] = field.minimum
      schema["maximum"] = field.maximum
      return .map(schema)
    case .choice(let choices):
      let numbers = choices.compactMap { Int($0) }.map(Value.integer)
      let blank: [Value] = field.allowsBlank && !choices.contains("") ? [""] : []
      return ["enum": .list(choices.map(Value.string) + numbers + blank)]
    case .list(let item):
      var schema: ValueMap = [
        "type": "array", "items": ["anyOf": [plain(item, of: Field(name: "", type: item)), tag]],
      ]
      schema["maxItems"] = field.maxItems.map(Value.integer)
      return .map(schema)
    case .object(let members):
      return [
        "type": "object", "additionalProperties": false,
        "properties": .map(ValueMap(uniqueKeysWithValues: members.map { ($0.name, value(of: $0)) })),
        "required": .list(members.filter(\.isRequired).map { .string($0.name) }),
      ]
    case .map: return ["type": "object"]
    case .any: return [:]
    }
  }

  private static let tag: Value = ["$ref": "#/$defs/tag"]
}
