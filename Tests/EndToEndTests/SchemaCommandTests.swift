import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

/// The published schemas, as printed, match the printed documents.
struct SchemaCommandTests {
  private func schema(_ workspace: Workspace, _ arguments: String...) async throws -> Value {
    let printed = try await workspace.flowform.run(["schema"] + arguments)
    #expect(printed.status == 0, "\(printed.error)")
    return try JSONReader.read(printed.output)
  }

  @Test func describeWhatIsPrinted() async throws {
    try await Workspace.with { workspace in
      let (plan, diagnostics, events) = (
        try await schema(workspace, "--of", "plan"), try await schema(workspace, "--of", "diagnostics"),
        try await schema(workspace, "--of", "events")
      )
      func expect(
        _ text: some StringProtocol, _ schema: Value,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
      ) throws {
        let problems = SchemaCheck.problems(try JSONReader.read(String(text)), schema)
        #expect(problems == [], sourceLocation: sourceLocation)
      }
      let first = FlowText.blueprint(
        FlowText.flow("kept"), FlowText.flow("changed", title: "Old"), FlowText.flow("gone"))
      try workspace.write(first)
      let apply = try await workspace.flowform("apply", "--yes", "--format", "json")
      #expect(apply.status == 0, "\(apply.error)")
      for line in apply.output.split(separator: "\n") { try expect(line, events) }

      try await workspace.patch("kept", ["title": "Meddled"])
      try workspace.write(
        FlowText.blueprint(
          FlowText.flow("kept"), FlowText.flow("changed", title: "New", more: ["titel: x"]),
          FlowText.flow("made")))
      try expect(try await workspace.flowform("validate", "--format", "json").output, diagnostics)
      let planned = try await workspace.flowform("plan", "--format", "json", "--prune", "--out", "plan.json")
      #expect(planned.output.contains("\"drift\": true"))
      try expect(planned.output, plan)
      try expect(try workspace.read("plan.json"), plan)
      let second = try await workspace.flowform("apply", "--plan", "plan.json", "--yes", "--format", "json")
      #expect(second.status == 0, "\(second.error)")
      for line in second.output.split(separator: "\n") { try expect(line, events) }

      try workspace.write("version: 2\n")
      try expect(try await workspace.flowform("plan", "--format", "json").output, diagnostics)
    }
  }

  @Test(arguments: EmbeddedCatalog.all) func describesBlueprints(version: EmbeddedCatalog) async throws {
    try await Workspace.with { workspace in
      let schema = try await schema(workspace, "--server-version", version.name)
      let catalog = try version.load()
      #expect(schema["$id"]?.string?.hasSuffix("authentik-\(catalog.version)") == true)
      let names = try #require(schema["$defs"]?.map).keys
      #expect(names.isSuperset(of: catalog.models))
    }
  }

  @Test func helpNamesTheTagsForAnEditor() async throws {
    try await Workspace.with { workspace in
      let help = try await workspace.flowform("schema", "--help")
      #expect(help.output.contains("\"!KeyOf scalar\",\n"), "\(help.output)")
      #expect(help.output.contains("\"yaml.customTags\": ["))
      #expect(try await workspace.flowform("schema", "--server-version", "1.0").status == 64)
    }
  }
}
