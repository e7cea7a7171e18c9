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
      try workspace.write(JSONWriter.write(document), to: "documents/any/schema.json")
      var generate = FlowformProcess(folder: workspace.folder.path)
      generate.program = "generate-catalog"
      let corrections = ProjectRoot.url.appending(path: "Sources/CatalogData/corrections.jsonl").path
      let finished = try await generate(
        "documents", "--output", "rows.jsonl", "--nested", "nested.jsonl", "--corrections", corrections)
      #expect(finished.status == 0, "\(finished.error)")
      #expect(finished.output.hasPrefix("1 version of authentik in "))
      let rows = try workspace.read("rows.jsonl").split(separator: "\n")
      #expect(rows.count == 118)
      #expect(rows[0].contains(#""version":"2026.5.0-rc1""#))
      // The embedded server's own document shows no components inside of answers.
      #expect(try workspace.read("nested.jsonl") == "")
    }
  }
}
