import ArgumentParser
import Blueprints
import Catalog
import Model

/// The catalog of an offline command.
struct CatalogOptions: ParsableArguments {
  @Option(help: "Check against this OpenAPI document of a server (JSON or YAML).", completion: .file())
  var schema: String?

  /// The catalog to check against; `settings` are those of the target.
  func load(_ settings: Settings) throws(CommandFailure) -> Catalog {
    let catalogs = try loadAll(settings)
    guard catalogs.count == 1 else {
      throw CommandFailure(.usage, "--server-version is given several times; only validate takes several")
    }
    return catalogs[0].catalog
  }

  /// The catalogs to check against, each with the name of its version, without repetitions.
  func loadAll(_ settings: Settings) throws(CommandFailure) -> [(name: String, catalog: Catalog)] {
    if let schema {
      guard settings.namedVersions.isEmpty else {
        throw CommandFailure(.usage, "--schema and --server-version name two catalogs; use one")
      }
      let bytes = try InputFile.read(schema, advice: "check the path given with --schema")
      let document = try Self.document(bytes, schema)
      do throws(CatalogError) {
        let catalog = try EmbeddedCatalog.corrected(OpenAPIReader.catalog(of: document))
        return [(catalog.version, catalog)]
      } catch {
        throw CommandFailure(.usage, "\(error); check --schema")
      }
    }
    do throws(CatalogError) {
      var catalogs: [(name: String, catalog: Catalog)] = []
      for version in try versions(settings) where !catalogs.contains(where: { $0.name == version.name }) {
        catalogs.append((version.name, try version.load()))
      }
      return catalogs
    } catch {
      throw CommandFailure(.usage, "\(error); check --server-version")
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

  private func versions(_ settings: Settings) throws(CatalogError) -> [EmbeddedCatalog] {
    var versions: [EmbeddedCatalog] = []
    for name in settings.serverVersions {
      let version = try EmbeddedCatalog.named(name)
      if name != version.family, name != version.version {
        Console.note(
          "note: the catalog of authentik \(name) is not built in, so flowform checks against \(version.version); to check against a server's own document, pass --schema"
        )
      }
      versions.append(version)
    }
    return versions.isEmpty ? [.newest] : versions
  }
}
