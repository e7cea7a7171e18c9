import ArgumentParser
import Catalog
import Foundation
import Model

/// Which catalog an offline command goes by.
struct CatalogOptions: ParsableArguments {
  @Option(help: "The version of authentik to go by; the newest that is embedded unless given.")
  var serverVersion: String?

  @Option(help: "An OpenAPI document (JSON) of the server to go by.", completion: .file())
  var schema: String?

  func load() throws -> Catalog {
    do {
      if let schema {
        let document = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: schema))))
        return try EmbeddedCatalog.corrected(OpenAPIReader.catalog(of: document))
      }
      return try embedded.load()
    } catch let error as CatalogError {
      throw CommandFailure(.usage, "\(error)")
    } catch let error as JSONError {
      throw CommandFailure(.usage, "\(schema ?? "the schema") is no JSON: \(error)")
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        .usage, "\(schema ?? "the schema") cannot be read; check the path given with --schema")
    }
  }

  var embedded: EmbeddedCatalog {
    get throws { try serverVersion.map(EmbeddedCatalog.named) ?? .newest }
  }
}
