import ArgumentParser
import Catalog
import FoundationEssentials
import Model

/// Makes the data of the embedded catalogs from OpenAPI documents of authentik.
@main
struct GenerateCatalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-catalog",
    abstract: "Make the rows of the embedded catalogs from OpenAPI documents of authentik.",
    discussion: """
      A document is what GET /api/v3/schema/?format=json answers. To embed a further version, put its document \
      into a folder with those of the others, as FOLDER/VERSION/schema.json or FOLDER/VERSION.json, and run this.
      """)

  @Argument(help: "The folder with the OpenAPI documents (JSON).", completion: .directory)
  var folder: String

  @Option(help: "The corrections, as JSON lines.", completion: .file())
  var corrections = "Sources/CatalogData/corrections.jsonl"

  @Option(help: "Where to write the rows.", completion: .file())
  var output = "Sources/CatalogData/kinds.jsonl"

  @Option(help: "Where to write the members of nested objects.", completion: .file())
  var nested = "Sources/CatalogData/nested.jsonl"

  func run() throws {
    let corrections = try Corrections(
      lines: String(contentsOf: URL(filePath: self.corrections), encoding: .utf8))
    let versions = try documents().map { address in
      let document = try JSONReader.read([UInt8](Data(contentsOf: address)))
      return (catalog: try corrections.applied(to: OpenAPIReader.catalog(of: document)), document: document)
    }
    let catalogs = versions.map(\.catalog)
    let data = try CatalogHistory.data(of: catalogs)
    let nested = NestedHistory.data(of: versions)
    try Data(nested.utf8).write(to: URL(filePath: self.nested), options: .atomic)
    try Data(data.utf8).write(to: URL(filePath: output), options: .atomic)
    print(
      "\(catalogs.count) version\(catalogs.count == 1 ? "" : "s") of authentik in \(data.utf8.count) bytes")
  }

  private func documents() throws -> [URL] {
    let folder = URL(filePath: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let documents = names.compactMap { name -> URL? in
      if name.hasSuffix(".json") { return folder.appending(path: name) }
      let inside = folder.appending(path: "\(name)/schema.json")
      return FileManager.default.fileExists(atPath: inside.path) ? inside : nil
    }
    guard !documents.isEmpty else {
      throw ValidationError("\(folder.path) holds no VERSION.json and no VERSION/schema.json.")
    }
    return documents
  }
}
