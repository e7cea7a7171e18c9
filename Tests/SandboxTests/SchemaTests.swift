import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The OpenAPI document of the sandbox.
struct SchemaTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func givesBackTheCatalog(_ version: EmbeddedCatalog) async throws {
    let document = try await Flows.withSandbox(version) { client in
      try await client.ask("GET", "/api/v3/schema/", token: nil).json
    }
    let catalog = try version.load()
    let read = try OpenAPIReader.catalog(of: #require(document))
    #expect(read.version == catalog.version)
    #expect(read.models == catalog.models)
    #expect(read.modelsWithoutEndpoint == catalog.modelsWithoutEndpoint)
    for kind in catalog.kinds {
      #expect(read.kind(kind.model).map(Self.derived) == Self.derived(kind), "\(kind.model)")
    }
  }

  /// The row of a kind without facts that no OpenAPI document has: unique fields, references, and so on.
  private static func derived(_ kind: Kind) -> Value {
    var derived = kind.row.map ?? [:]
    for key in [
      "unique", "uniqueTogether", "probe", "sentAlong", "sentWith", "neededToCreate", "importerOnly",
      "listQuery",
    ] {
      derived[key] = nil
    }
    derived["fields"] = .list(
      kind.fields.map { field in
        var row = field.row.map ?? [:]
        for key in ["refersTo", "onDelete", "set", "single", "duration", "replaced", "adds"] {
          row[key] = nil
        }
        return .map(row)
      })
    return .map(derived)
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func declaresWhatItUses(_ version: EmbeddedCatalog) throws {
    let document = OpenAPIWriter.document(of: try version.load())
    for (path, item) in document["paths"]?.map ?? [:] {
      let declared = (item["parameters"]?.list ?? []).filter { $0["in"] == "path" && $0["required"] == true }
        .compactMap { $0["name"]?.string }
      let used = path.split(separator: "{").dropFirst().compactMap {
        $0.split(separator: "}").first.map(String.init)
      }
      #expect(declared == used, "\(path)")
    }
    let schemas = document["components"]?["schemas"]?.map ?? [:]
    let references = Self.references(in: document)
    #expect(references.count > 100)
    for reference in references {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      #expect(reference == "#/components/schemas/\(name)" && schemas[name] != nil, "\(reference)")
    }
    let operations = (document["paths"]?.map?.values.elements ?? []).flatMap { $0.map?.values.elements ?? [] }
      .compactMap { $0["operationId"]?.string }
    #expect(Set(operations).count == operations.count)
  }

  private static func references(in value: Value) -> [String] {
    switch value {
    case .map(let members):
      members.flatMap { name, value in
        name == "$ref" ? [value.string ?? ""] : references(in: value)
      }
    case .list(let items): items.flatMap(references)
    default: []
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func namesTheVersion(_ version: EmbeddedCatalog) async throws {
    let answer = try await Flows.withSandbox(version) { client in
      try await client.ask("GET", "/api/v3/admin/version/").json
    }
    let catalog = try version.load()
    #expect(answer?["version_current"]?.string == catalog.version)
  }
}
