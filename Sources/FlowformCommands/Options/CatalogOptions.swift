import ArgumentParser
import Blueprints
import Catalog
import Foundation
import Model

/// Which catalog an offline command goes by.
struct CatalogOptions: ParsableArguments {
  @Option(help: "The version of authentik to go by; the newest that is embedded unless given.")
  var serverVersion: String?

  @Option(help: "An OpenAPI document (JSON or YAML) of the server to go by.", completion: .file())
  var schema: String?

  func load() throws -> Catalog {
    do {
      if let schema {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: schema)))
        return try EmbeddedCatalog.corrected(OpenAPIReader.catalog(of: try Self.document(bytes, schema)))
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

  /// JSON where the text begins as an object does, else YAML, in which authentik keeps its document.
  private static func document(_ bytes: [UInt8], _ path: String) throws -> Value {
    let first = bytes.first { !" \t\r\n".utf8.contains($0) }
    if first == UInt8(ascii: "{") { return try JSONReader.read(bytes) }
    switch ContextReader.read(SourceText(file: path, bytes: bytes)) {
    case .success(let value): return value
    case .failure(let problem): throw CommandFailure(.usage, problem.message)
    }
  }

  var embedded: EmbeddedCatalog {
    get throws { try serverVersion.map(EmbeddedCatalog.named) ?? .newest }
  }
}
