import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The OpenAPI document of the sandbox.
struct SchemaTests {
  @Test(arguments: EmbeddedCatalog.allCases)
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
      // What is unique, and what a field refers to, stands in no OpenAPI document.
      var expected = try #require(kind.row.map)
      for key in ["unique", "uniqueTogether", "probe"] { expected[key] = nil }
      expected["fields"] = .list(
        kind.fields.map { field in
          var row = field.row.map ?? [:]
          for key in ["refersTo", "onDelete"] { row[key] = nil }
          return .map(row)
        })
      #expect(read.kind(kind.model)?.row == .map(expected), "\(kind.model)")
    }
  }

  @Test(arguments: EmbeddedCatalog.allCases)
  func namesTheVersion(_ version: EmbeddedCatalog) async throws {
    let answer = try await Flows.withSandbox(version) { client in
      try await client.ask("GET", "/api/v3/admin/version/").json
    }
    let catalog = try version.load()
    #expect(answer?["version_current"]?.string == catalog.version)
  }
}
