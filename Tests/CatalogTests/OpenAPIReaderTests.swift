import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct OpenAPIReaderTests {
  private static func document() throws -> Value {
    try JSONReader.read(
      """
      {"info": {"version": "9.9.1"},
       "paths": {
        "/things/": {
          "get": {"parameters": [
            {"in": "query", "name": "slug", "schema": {"type": "string"}},
            {"in": "query", "name": "kind", "schema": {"$ref": "#/components/schemas/KindEnum"}},
            {"$ref": "#/components/parameters/Page"}, {"in": "header", "name": "X", "schema": {}},
            {"in": "query", "name": "ordering", "schema": {"type": "string"}}]},
          "post": {"operationId": "things_create", "responses": {"201": {}}, "requestBody": {"content":
            {"application/json": {"schema": {"$ref": "#/components/schemas/ThingRequest"}}}}}},
        "/things/{slug}/": {"get": {}, "patch": {}},
        "/things/{slug}/used_by/": {"get": {}},
        "/things/{slug}/copy/": {"post": {}},
        "/gadgets/": {"post": {"operationId": "gadgets_create", "responses": {"201": {}}, "requestBody": {"content":
            {"application/json": {"schema": {"$ref": "#/components/schemas/GadgetRequest"}}}}}},
        "/gadgets/{gadget_uuid}/": {"delete": {}},
        "/things/{slug}/events/": {"post": {"operationId": "event_create", "responses": {"201": {}},
          "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/EventRequest"}}}}}},
        "/event/": {"post": {"operationId": "event_create", "responses": {"204": {}},
          "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/EventRequest"}}}}}},
        "/event/run/": {"post": {"operationId": "event_run", "responses": {"201": {}},
          "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/EventRequest"}}}}}}},
       "components": {
        "parameters": {"Page": {"in": "query", "name": "page", "schema": {"type": "integer"}}},
        "schemas": {
          "ModelEnum": {"enum": ["app.Thing", "app.gadget", "app.event"]},
          "KindEnum": {"enum": ["one", "two"], "type": "string"}, "BlankEnum": {"enum": [""]},
          "Thing": {"properties": {
            "pk": {"type": "string", "format": "uuid", "readOnly": true},
            "slug": {"type": "string", "maxLength": 50, "pattern": "^a$"},
            "kind": {"$ref": "#/components/schemas/KindEnum"}, "stages": {"type": "array", "items": {"type": "string",
              "format": "uuid"}, "readOnly": true}}},
          "ThingRequest": {"required": ["slug"], "properties": {
            "slug": {"type": "string", "minLength": 1, "maxLength": 50, "pattern": "^a$"},
            "kind": {"oneOf": [{"$ref": "#/components/schemas/KindEnum"}, {"$ref": "#/components/schemas/BlankEnum"}]},
            "key": {"type": "string", "writeOnly": true, "nullable": true},
            "count": {"type": "integer", "minimum": 0, "maximum": 9},
            "level": {"enum": [1, 2], "type": "integer"},
            "ratio": {"type": "number"}, "on": {"type": "boolean"}, "extra": {"type": "object"}, "free": {},
            "one": {"allOf": [{"$ref": "#/components/schemas/KindEnum"}]},
            "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
            "self": {"$ref": "#/components/schemas/Self"}, "listed": {"$ref": "#/components/schemas/Listed"},
            "either": {"$ref": "#/components/schemas/Either"},
            "url": {"type": "string", "format": "uri"}, "odd": {"type": "string", "format": "duration"}}},
          "Self": {"$ref": "#/components/schemas/Self"},
          "Listed": {"type": "array", "items": {"$ref": "#/components/schemas/Listed"}},
          "Either": {"oneOf": [{"$ref": "#/components/schemas/Either"}, {"$ref": "#/components/schemas/KindEnum"}]},
          "Gadget": {"properties": {"gadget_uuid": {"type": "string"}}},
          "GadgetRequest": {"properties": {}}, "Event": {}, "EventRequest": {}}}}
      """)
  }

  @Test func derivesKinds() throws {
    let catalog = try OpenAPIReader.catalog(of: Self.document())
    #expect(catalog.version == "9.9.1")
    #expect(catalog.models == ["app.gadget", "app.thing"])
    #expect(catalog.modelsWithoutEndpoint == ["app.event", "authentik_blueprints.metaapplyblueprint"])
    let thing = try #require(catalog.kind("app.thing"))
    #expect(thing.path == "/things/" && thing.primaryKey == "pk" && thing.detailField == "slug")
    #expect(thing.canList && thing.canUpdate && !thing.canDelete && thing.hasUsedBy)
    #expect(thing.filters == ["slug": .text(.plain), "kind": .choice(["one", "two"])])
    let gadget = try #require(catalog.kind("app.gadget"))
    #expect(gadget.primaryKey == "gadget_uuid" && gadget.detailField == "gadget_uuid")
    #expect(!gadget.canList && !gadget.canUpdate && gadget.canDelete && !gadget.hasUsedBy)
  }

  @Test func derivesFields() throws {
    let thing = try #require(try OpenAPIReader.catalog(of: Self.document()).kind("app.thing"))
    Snapshot.expect(
      thing.fields.map { JSONWriter.write($0.row) }.joined(separator: "\n") + "\n", "fields")
  }

  @Test(arguments: [
    "{}", #"{"paths": {}, "components": {"schemas": {}}}"#,
    #"{"paths": {}, "components": {"schemas": {}}, "info": {"version": "1"}}"#,
  ])
  func refusesOtherDocuments(text: String) throws {
    let document = try JSONReader.read(text)
    #expect(throws: CatalogError.self) { try OpenAPIReader.catalog(of: document) }
  }

  /// The rule for the create endpoint, counted independently: no model has two, in any version.
  @Test(.needsSharedMaterial, arguments: SharedMaterial.versions)
  func findsOneEndpointForAModel(version: String) throws {
    let document = try JSONReader.read(SharedMaterial.bytes("authentik/\(version)/schema.json"))
    var paths: [String: [String]] = [:]
    for (path, operations) in document["paths"]?.map ?? [:] where !path.contains("{") {
      guard let create = operations["post"], create["operationId"]?.string?.hasSuffix("_create") == true,
        create["responses"]?["201"] != nil
      else { continue }
      let text = JSONWriter.write(create["requestBody"] ?? [:])
      for match in text.matches(of: /schemas\/([A-Za-z0-9]+)Request"/) {
        if paths[match.output.1.lowercased()]?.contains(path) != true {
          paths[match.output.1.lowercased(), default: []].append(path)
        }
      }
    }
    let models = (document["components"]?["schemas"]?["ModelEnum"]?["enum"]?.list ?? []).compactMap(\.string)
    #expect(models.count > 80)
    let catalog = try OpenAPIReader.catalog(of: document)
    for model in models {
      let found = paths[model.split(separator: ".").last.map { $0.lowercased() } ?? ""] ?? []
      #expect(found.count <= 1, "\(model): \(found)")
      #expect(catalog.kind(model.lowercased())?.path == found.first, "\(model)")
    }
    #expect(catalog.models.count + catalog.modelsWithoutEndpoint.count == Set(models).count + 1)
    // A kind that blueprints always need.
    let flow = try #require(catalog.kind("authentik_flows.flow"))
    #expect(flow.path == "/flows/instances/" && flow.detailField == "slug")
  }
}
