package import Model
import OrderedCollections

/// Derives the kinds from authentik's OpenAPI document.
///
/// A model's create endpoint is a `POST` with an operationId that ends in `_create`, a path without
/// parameters, and a 201 answer. Its request component without `Request`, in lower case, equals the model's
/// name after the dot. Checked on 2024.8, 2025.4, 2025.12, 2026.2 and 2026.5: it finds 117 of the 122 models
/// of 2026.5, none twice.
package struct OpenAPIReader {
  /// The depth to which references, parts and items are followed for one field's type.
  private static let depthLimit = 8

  private let paths: ValueMap
  private let schemas: ValueMap
  private let parameters: ValueMap
  private let version: String

  /// Throws if the document is not authentik's OpenAPI document.
  package static func catalog(of document: Value) throws(CatalogError) -> Catalog {
    let reader = try OpenAPIReader(document)
    let models = try reader.models()
    let kinds = reader.kinds(models)
    let withEndpoint = Set(kinds.map(\.model))
    let lookups = reader.lookupKinds(models).filter { !withEndpoint.contains($0.model) }
    // OpenAPI does not list this one, because it is not a model of the database.
    let others = Set(models.map { $0.lowercased() } + ["authentik_blueprints.metaapplyblueprint"])
    return Catalog(
      version: reader.version, kinds: kinds, lookupKinds: lookups,
      modelsWithoutEndpoint: others.subtracting(withEndpoint),
      grantsToUsers: reader.paths["/rbac/permissions/assigned_by_users/{id}/assign/"] != nil)
  }

  private init(_ document: Value) throws(CatalogError) {
    guard let paths = document["paths"]?.map, let schemas = document["components"]?["schemas"]?.map,
      let version = document["info"]?["version"]?.string
    else { throw CatalogError.unreadable("no OpenAPI document with paths, schemas and a version") }
    self.paths = paths
    self.schemas = schemas
    self.version = version
    parameters = document["components"]?["parameters"]?.map ?? [:]
  }

  private func models() throws(CatalogError) -> [String] {
    guard let models = schemas["ModelEnum"]?["enum"]?.list?.compactMap(\.string) else {
      throw CatalogError.unreadable("the document lists no models (ModelEnum)")
    }
    return models
  }

  private func kinds(_ models: [String]) -> [Kind] {
    var endpoints: [String: (path: String, component: String)] = [:]
    for (path, operations) in paths {
      guard let component = createdComponent(path, operations) else { continue }
      endpoints[component.lowercased()] = (path, component)
    }
    return models.compactMap { model in
      let name = model.split(separator: ".").last.map { $0.lowercased() } ?? ""
      return endpoints[name].map { kind(model.lowercased(), path: $0.path, component: $0.component) }
    }
  }

  /// The kinds that can be looked up but not created: the lists of `LookupKinds`, and lists of a component
  /// with a model's name.
  private func lookupKinds(_ models: [String]) -> [Kind] {
    let byName = Dictionary(
      models.map { ($0.split(separator: ".").last.map { $0.lowercased() } ?? "", $0.lowercased()) }
    ) { first, _ in first }
    return paths.compactMap { path, operations in
      let listed = operations["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"]?[
        "$ref"]
      guard !path.contains("{"), let name = listed?.string.map(Self.lastPart), name.hasPrefix("Paginated"),
        name.hasSuffix("List")
      else { return nil }
      let component = String(name.dropFirst("Paginated".count).dropLast("List".count))
      let row = LookupKinds.rows[path]
      guard let model = row?.model ?? byName[component.lowercased()] else { return nil }
      let kind = kind(model, path: path, component: component)
      return Kind(
        model: model, component: component, path: path, primaryKey: kind.primaryKey,
        detailField: kind.detailField,
        fields: kind.fields.map { Field(name: $0.name, type: $0.type.withoutMembers, isReadOnly: true) },
        filters: kind.filters, canUpdate: false, canDelete: false, lookupNames: row?.names ?? [:])
    }
  }

  private func createdComponent(_ path: String, _ operations: Value) -> String? {
    guard !path.contains("{"), let create = operations["post"],
      create["operationId"]?.string?.hasSuffix("_create") == true, create["responses"]?["201"] != nil,
      let contents = create["requestBody"]?["content"]?.map?.values
    else { return nil }
    let references = contents.compactMap { $0["schema"]?["$ref"]?.string.map(Self.lastPart) }
    return references.first { $0.hasSuffix("Request") }.map { String($0.dropLast("Request".count)) }
  }

  private func kind(_ model: String, path: String, component: String) -> Kind {
    let collection = paths[path]
    let details = paths.keys.filter {
      $0.hasPrefix(path + "{") && $0.hasSuffix("}/") && !$0.dropFirst(path.count + 1).dropLast().contains("/")
    }
    let detail = details.first
    let parameter = detail.map { String($0.dropFirst(path.count + 1).dropLast(2)) }
    let answer = schemas[component]?["properties"]?.map ?? [:]
    let primaryKey = ["pk", parameter ?? "", "id"].first { answer[$0] != nil } ?? "pk"
    let detailField = parameter.map { answer[$0] == nil ? primaryKey : $0 }
    let operations = detail.flatMap { paths[$0] }
    let filters = filters(collection?["get"])
    return Kind(
      model: model, component: component, path: path, primaryKey: primaryKey, detailField: detailField,
      fields: fields(component, answer: answer), filters: filters,
      canList: collection?["get"] != nil, canUpdate: operations?["patch"] != nil,
      canDelete: operations?["delete"] != nil,
      hasUsedBy: detail.map { paths[$0 + "used_by/"] != nil } ?? false,
      listQuery: filters[Kind.fullList] == .boolean ? [Kind.fullList: "true"] : [:])
  }

  private func filters(_ operation: Value?) -> OrderedDictionary<String, FieldType> {
    let notFilters: Set<String> = ["ordering", "page", "page_size", "search"]
    return (operation?["parameters"]?.list ?? []).reduce(into: [:]) { filters, item in
      let parameter = item["$ref"]?.string.flatMap { parameters[Self.lastPart($0)] } ?? item
      guard let name = parameter["name"]?.string, parameter["in"] == "query", !notFilters.contains(name)
      else { return }
      filters[name] = type(of: parameter["schema"] ?? [:])
    }
  }

  /// In the order of the serializer: the answer's fields, with each request-only field after the field that
  /// precedes it in the request.
  private func fields(_ component: String, answer: ValueMap) -> [Field] {
    let request = schemas[component + "Request"]
    let properties = request?["properties"]?.map ?? [:]
    let required = Set((request?["required"]?.list ?? []).compactMap(\.string))
    let names = Self.merged(Array(answer.keys), Array(properties.keys))
    return names.map { name in
      let schema = properties[name] ?? answer[name] ?? [:]
      return field(
        name, schema, isRequired: required.contains(name), isReadOnly: properties[name] == nil,
        isWriteOnly: answer[name] == nil || schema["writeOnly"] == true)
    }
  }

  private func field(
    _ name: String, _ schema: Value, isRequired: Bool, isReadOnly: Bool, isWriteOnly: Bool, depth: Int = 0
  ) -> Field {
    let found = type(of: schema, depth: depth)
    // Read-only fields cannot be declared, so their members are not needed.
    let type = isReadOnly ? found.withoutMembers : found
    let minLength = schema["minLength"]?.integer
    return Field(
      name: name, type: type, isRequired: isRequired, isReadOnly: isReadOnly, isWriteOnly: isWriteOnly,
      isNullable: schema["nullable"] == true,
      allowsBlank: allowsBlank(schema, type: type, minLength: minLength),
      pattern: schema["pattern"]?.string, minLength: minLength, maxLength: schema["maxLength"]?.integer,
      minimum: schema["minimum"], maximum: schema["maximum"], maxItems: schema["maxItems"]?.integer,
      defaultValue: schema["default"])
  }

  private static func merged(_ answered: [String], _ sent: [String]) -> [String] {
    var names = answered
    var previous: String?
    for name in sent {
      if !answered.contains(name) {
        let position = previous.flatMap { names.firstIndex(of: $0) }.map { $0 + 1 } ?? names.count
        names.insert(name, at: position)
      }
      previous = name
    }
    return names
  }

  private func allowsBlank(_ schema: Value, type: FieldType, minLength: Int?) -> Bool {
    switch type {
    case .text: (minLength ?? 0) == 0
    case .choice: (schema["oneOf"]?.list ?? []).contains { $0["$ref"] == "#/components/schemas/BlankEnum" }
    default: true
    }
  }

  /// Schemas that refer to themselves end at the depth limit, as `any`.
  private func type(of schema: Value, depth: Int = 0) -> FieldType {
    guard depth <= Self.depthLimit else { return .any }
    if let reference = schema["$ref"]?.string {
      return type(of: schemas[Self.lastPart(reference)] ?? [:], depth: depth + 1)
    }
    if let parts = schema["allOf"]?.list, parts.count == 1, let part = parts.first {
      return type(of: part, depth: depth + 1)
    }
    if let parts = schema["oneOf"]?.list {
      // Choices are one reference away; following parts of parts would multiply the work.
      let choices = parts.map { type(of: $0, depth: max(depth + 1, Self.depthLimit - 1)) }.compactMap {
        if case .choice(let choices) = $0 { choices } else { nil as [String]? }
      }
      return choices.count == parts.count ? .choice(choices.joined().filter { !$0.isEmpty }) : .any
    }
    if let choices = schema["enum"]?.list {
      let texts = choices.compactMap(\.string)
      return texts.count == choices.count ? .choice(texts) : schema["type"] == "integer" ? .integer : .any
    }
    return switch schema["type"] {
    case "string": .text(FieldType.TextFormat(rawValue: schema["format"]?.string ?? "") ?? .plain)
    case "boolean": .boolean
    case "integer": .integer
    case "number": .number
    case "array": .list(type(of: schema["items"] ?? [:], depth: depth + 1))
    case "object": members(of: schema, depth: depth + 1).map(FieldType.object) ?? .map
    default: .any
    }
  }

  /// Nil for a map that takes any members.
  private func members(of schema: Value, depth: Int) -> [Field]? {
    guard depth <= Self.depthLimit, let properties = schema["properties"]?.map, !properties.isEmpty,
      schema["additionalProperties"] == nil || schema["additionalProperties"] == false
    else { return nil }
    let required = Set((schema["required"]?.list ?? []).compactMap(\.string))
    return properties.map { name, schema in
      field(
        name, schema, isRequired: required.contains(name), isReadOnly: schema["readOnly"] == true,
        isWriteOnly: schema["writeOnly"] == true, depth: depth)
    }
  }

  private static func lastPart(_ reference: String) -> String {
    reference.split(separator: "/").last.map(String.init) ?? reference
  }
}
