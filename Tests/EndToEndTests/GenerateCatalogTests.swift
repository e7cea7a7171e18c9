import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// The command that adds a new version of authentik.
struct GenerateCatalogTests {
  @Test func makesTheRowsOfAServersOwnDocument() async throws {
    try await Workspace.with { workspace in
      let document = try await workspace.outside {
        try await $0.read("/schema/", query: [("format", "json")])
      }
      try workspace.write(JSONWriter.write(document), to: "schema.json")
      var generate = FlowformProcess(folder: workspace.folder.path)
      generate.program = "generate-catalog"
      let corrections = ProjectRoot.url.appending(path: "Sources/CatalogData/corrections.jsonl").path
      let finished = try await generate(
        "schema.json", "--output", "rows.jsonl", "--corrections", corrections)
      #expect(finished.status == 0, "\(finished.error)")
      #expect(finished.output == "117 kinds of authentik 2026.5.0-rc1\n")
      #expect(try workspace.read("rows.jsonl").split(separator: "\n").count == 118)
    }
  }
}
