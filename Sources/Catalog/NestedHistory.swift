package import Model
import OrderedCollections

/// Describes the objects inside of answers: the OpenAPI component of each field, and the members of each component.
///
/// The catalog does not have them, because no blueprint can set them. Only the embedded server needs them.
package enum NestedHistory {
  /// Returns JSON lines, one for each version that changes a component's members or a kind's fields with objects. The
  /// versions may be in any order.
  package static func data(of versions: [(catalog: Catalog, document: Value)]) -> String {
    let versions = versions.sorted {
      AuthentikVersion($0.catalog.version) < AuthentikVersion($1.catalog.version)
    }
    let found = versions.map { catalog, document in
      let schemas = document["components"]?["schemas"] ?? [:]
      let objects = Dictionary(catalog.kinds.map { ($0.model, Self.objects(of: $0, schemas)) }) { $1 }
      let shown = Set(objects.values.flatMap(\.values).compactMap(\.string))
      let members = Dictionary(shown.map { ($0, Self.members(of: $0, schemas)) }) { $1 }
      return (version: catalog.version, objects: objects, members: members)
    }
    let lines =
      changes(found.map { ($0.version, $0.members) }, of: "component", "members")
      + changes(found.map { ($0.version, $0.objects.mapValues(Value.map)) }, of: "model", "objects")
    return lines.map { JSONWriter.write($0) + "\n" }.joined()
  }

  /// One line for each version that differs from the version before it.
  private static func changes(
    _ versions: [(version: String, values: [String: Value])], of key: String, _ member: String
  ) -> [Value] {
    Set(versions.flatMap(\.values.keys)).sorted().flatMap { name in
      var last: Value = [:]
      return versions.compactMap { version, values -> Value? in
        guard let value = values[name], value != last else { return nil }
        last = value
        return [key: .string(name), "since": .string(version), member: value]
      }
    }
  }

  /// The component of each field of a kind that holds objects.
  private static func objects(of kind: Kind, _ schemas: Value) -> ValueMap {
    let properties = schemas[kind.component]?["properties"]
    let fields = kind.fields.filter(isShown).compactMap { field in
      component(properties?[field.name] ?? [:], schemas).map { (field.name, Value.string($0)) }
    }
    return ValueMap(uniqueKeysWithValues: fields)
  }

  /// 2024.8 accepts a `flow_set` and drops it, so it is not read-only.
  private static func isShown(_ field: Field) -> Bool {
    field.isReadOnly && (field.name.hasSuffix("_obj") || field.name == "redirect_uris")
      || field.name == "flow_set"
  }

  /// The component of an object or of a list's objects. Nil if the document does not list its members.
  private static func component(_ schema: Value, _ schemas: Value) -> String? {
    let schema = schema["items"] ?? schema
    let parts = schema["allOf"]?.list ?? []
    let target = parts.count == 1 ? parts[0] : schema
    let name = target["$ref"]?.string?.split(separator: "/").last.map(String.init)
    return name.flatMap { schemas[$0]?["properties"] == nil ? nil : $0 }
  }

  private static func members(of component: String, _ schemas: Value) -> Value {
    let properties = schemas[component]?["properties"]?.map ?? [:]
    return .list(properties.filter { $0.value["writeOnly"] != true }.keys.map(Value.string))
  }
}
