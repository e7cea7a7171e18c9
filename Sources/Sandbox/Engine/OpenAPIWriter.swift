import Catalog
import Model
import OrderedCollections

/// Writes a catalog as an OpenAPI document that its rows can be derived from.
///
/// The document lacks what rows do not hold (descriptions, other endpoints, which fields are unique).
enum OpenAPIWriter {
  static func document(of catalog: Catalog) -> Value {
    var paths = ValueMap()
    var schemas: ValueMap = ["BlankEnum": ["enum": [""]]]
    for kind in catalog.kinds {
      paths[kind.path] = collection(kind)
      if let field = kind.detailField {
        paths["\(kind.path){\(field)}/"] = object(kind, field)
        if kind.hasUsedBy {
          paths["\(kind.path){\(field)}/used_by/"] = [
            "parameters": pathParameters(kind, field), "get": operation(kind, "used_by_list"),
          ]
        }
      }
      schemas[kind.component] = answer(kind)
      schemas[kind.component + "Request"] = request(kind)
      if kind.canUpdate {
        schemas["Patched\(kind.component)Request"] = properties(kind.writableFields, required: [])
      }
    }
    let models = catalog.models + catalog.modelsWithoutEndpoint.sorted()
    schemas["ModelEnum"] = ["type": "string", "enum": .list(models.map(Value.string))]
    return [
      "openapi": "3.0.3", "info": ["title": "authentik", "version": .string(catalog.version)],
      "paths": .map(paths), "components": ["schemas": .map(schemas)],
    ]
  }

  private static func collection(_ kind: Kind) -> Value {
    var operations = ValueMap()
    if kind.canList {
      var list = operation(kind, "list").map ?? [:]
      list["parameters"] = .list(
        ["ordering", "page", "page_size", "search"].map { parameter($0, ["type": "string"]) }
          + kind.filters.map { parameter($0.key, schema($0.value)) })
      operations["get"] = .map(list)
    }
    operations["post"] = sending(kind.component + "Request", operation(kind, "create", answer: "201"))
    return .map(operations)
  }

  private static func object(_ kind: Kind, _ field: String) -> Value {
    var operations: ValueMap = [
      "parameters": pathParameters(kind, field), "get": operation(kind, "retrieve"),
    ]
    if kind.canUpdate {
      operations["put"] = sending(kind.component + "Request", operation(kind, "update"))
      operations["patch"] = sending("Patched\(kind.component)Request", operation(kind, "partial_update"))
    }
    if kind.canDelete { operations["delete"] = operation(kind, "destroy", answer: "204") }
    return .map(operations)
  }

  private static func pathParameters(_ kind: Kind, _ name: String) -> Value {
    let type = kind.field(name).map { schema($0.type) } ?? ["type": "string"]
    return [["in": "path", "name": .string(name), "required": true, "schema": type]]
  }

  private static func sending(_ component: String, _ operation: Value) -> Value {
    var operation = operation.map ?? [:]
    operation["requestBody"] = [
      "content": ["application/json": ["schema": reference(component)]], "required": true,
    ]
    return .map(operation)
  }

  private static func operation(_ kind: Kind, _ name: String, answer: String = "200") -> Value {
    let place = kind.path.split(separator: "/").joined(separator: "_")
    var response: ValueMap = ["description": ""]
    if answer != "204" {
      response["content"] = ["application/json": ["schema": reference(kind.component)]]
    }
    return ["operationId": .string("\(place)_\(name)"), "responses": [answer: .map(response)]]
  }

  private static func parameter(_ name: String, _ schema: Value) -> Value {
    ["in": "query", "name": .string(name), "schema": schema]
  }

  private static func answer(_ kind: Kind) -> Value {
    // A write-only field is marked in the answer too if it is between other fields, to keep the order.
    let lastAnswered = kind.fields.lastIndex { !$0.isWriteOnly } ?? -1
    let fields = kind.fields.enumerated().filter { $0.offset <= lastAnswered }.map(\.element)
    return properties(fields, required: [])
  }

  private static func request(_ kind: Kind) -> Value {
    properties(kind.writableFields, required: kind.requiredFields.map(\.name))
  }

  private static func properties(_ fields: [Field], required: [String]) -> Value {
    var object: ValueMap = [
      "type": "object",
      "properties": .map(ValueMap(uniqueKeysWithValues: fields.map { ($0.name, property($0)) })),
    ]
    if !required.isEmpty { object["required"] = .list(required.map(Value.string)) }
    return .map(object)
  }

  private static func property(_ field: Field) -> Value {
    var property = schema(field.type).map ?? [:]
    if case .choice = field.type, field.allowsBlank {
      property = ["oneOf": [.map(property), reference("BlankEnum")]]
    }
    if field.isReadOnly { property["readOnly"] = true }
    if field.isWriteOnly { property["writeOnly"] = true }
    if field.isNullable { property["nullable"] = true }
    property["pattern"] = field.pattern.map(Value.string)
    property["minLength"] = field.minLength.map(Value.integer)
    property["maxLength"] = field.maxLength.map(Value.integer)
    property["minimum"] = field.minimum
    property["maximum"] = field.maximum
    property["default"] = field.defaultValue
    property["maxItems"] = field.maxItems.map(Value.integer)
    return .map(property)
  }

  private static func schema(_ type: FieldType) -> Value {
    switch type {
    case .text(.plain): ["type": "string"]
    case .text(let format): ["type": "string", "format": .string(format.rawValue)]
    case .boolean: ["type": "boolean"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .choice(let choices): ["type": "string", "enum": .list(choices.map(Value.string))]
    case .list(let item): ["type": "array", "items": schema(item)]
    case .object(let members): properties(members, required: members.filter(\.isRequired).map(\.name))
    case .map: ["type": "object", "additionalProperties": [:]]
    case .any: [:]
    }
  }

  private static func reference(_ component: String) -> Value {
    ["$ref": .string("#/components/schemas/\(component)")]
  }
}
