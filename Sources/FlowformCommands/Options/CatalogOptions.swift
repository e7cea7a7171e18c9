import ArgumentParser
import Blueprints
import Catalog
import Model

/// The catalog of an offline command.
struct CatalogOptions: ParsableArguments {
  @Option(help: "The version of authentik to check against; the newest embedded one unless given.")
  var serverVersion: String?

  @Option(help: "The server's OpenAPI document (JSON or YAML) to check against.", completion: .file())
  var schema: String?

  func load() throws(CommandFailure) -> Catalog {
    var document: Value?
    if let schema {
      let bytes = try InputFile.read(schema, advice: "check the path given with --schema")
      document = try Self.document(bytes, schema)
    }
    do throws(CatalogError) {
      if let document { return try EmbeddedCatalog.corrected(OpenAPIReader.catalog(of: document)) }
      return try embedded.load()
    } catch {
      throw CommandFailure(.usage, "\(error); check \(schema == nil ? "--server-version" : "--schema")")
    }
  }

  private static func document(_ bytes: [UInt8], _ path: String) throws(CommandFailure) -> Value {
    do throws(JSONError) { return try JSONReader.read(bytes) } catch {
      // A text that does not start like JSON is read as YAML, the server's default format.
      guard bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "{") else {
        throw CommandFailure(
          .usage,
          "\(path) is not JSON (\(error)); --schema takes the server's answer to GET /api/v3/schema/")
      }
      switch ContextReader.read(SourceText(file: path, bytes: bytes), as: "an OpenAPI document") {
      case .success(let value): return value
      case .failure(let problem): throw CommandFailure(.usage, problem.message)
      }
    }
  }

  var embedded: EmbeddedCatalog {
    get throws(CatalogError) { try serverVersion.map(EmbeddedCatalog.named) ?? .newest }
  }
}
