import Catalog
import Model
import OrderedCollections
import Testing

struct NestedHistoryTests {
  private static func version(_ version: String, _ owner: Value, _ properties: Value) -> (Catalog, Value) {
    let field = Field(name: "owner_obj", type: .map, isReadOnly: true)
    let kind = Kind(
      model: "app.thing", component: "Thing", path: "/things/", primaryKey: "pk", detailField: "pk",
      fields: [field, Field(name: "config_obj", type: .map)], filters: [:])
    let schemas: Value = [
      "Thing": ["properties": ["owner_obj": owner, "config_obj": owner]], "User": ["properties": properties],
    ]
    return (Catalog(version: version, kinds: [kind]), ["components": ["schemas": schemas]])
  }

  /// Only what the server answers, once, and again when a version changes it; the order of versions does not matter.
  @Test func writesWhatChanged() {
    let user: Value = ["$ref": "#/components/schemas/User"]
    let text: Value = ["type": "string"]
    let versions = [
      Self.version("2025.12.0", ["type": "array", "items": user], ["pk": text, "name": text]),
      Self.version("2025.4.1", user, ["pk": text, "password": ["type": "string", "writeOnly": true]]),
      Self.version("2025.10.4", ["allOf": [user], "readOnly": true], ["pk": text]),
      Self.version("2026.2.2", text, ["pk": text]),
    ]
    let expected = """
      {"component":"User","since":"2025.4.1","members":["pk"]}
      {"component":"User","since":"2025.12.0","members":["pk","name"]}
      {"model":"app.thing","since":"2025.4.1","objects":{"owner_obj":"User"}}
      {"model":"app.thing","since":"2026.2.2","objects":{}}

      """
    #expect(NestedHistory.data(of: versions.map { (catalog: $0.0, document: $0.1) }) == expected)
  }
}
