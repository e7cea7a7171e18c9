import ArgumentParser
import Catalog
import Foundation
import Model

/// Makes the data of an embedded catalog from an OpenAPI document of authentik.
@main
struct GenerateCatalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-catalog",
    abstract: "Make the rows of a catalog from an OpenAPI document of authentik.",
    discussion: """
      The document is what GET /api/v3/schema/?format=json answers. To embed a further version, write its \
      rows to Sources/CatalogData/VERSION.jsonl and add it to CatalogData.c and EmbeddedCatalog.swift.
      """)

  @Argument(help: "The OpenAPI document (JSON).", completion: .file())
  var document: String

  @Option(help: "The corrections, as JSON lines.", completion: .file())
  var corrections = "Sources/CatalogData/corrections.jsonl"

  @Option(help: "Where to write the rows.", completion: .file())
  var output: String

  func run() throws {
    let document = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: document))))
    let corrections = try Corrections(
      lines: String(contentsOf: URL(filePath: self.corrections), encoding: .utf8))
    let catalog = corrections.applied(to: try OpenAPIReader.catalog(of: document))
    try Data(catalog.data.utf8).write(to: URL(filePath: output), options: .atomic)
    print("\(catalog.models.count) kinds of authentik \(catalog.version)")
  }
}
