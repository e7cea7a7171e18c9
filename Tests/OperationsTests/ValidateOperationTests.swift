import Blueprints
import Catalog
import Model
import Operations
import OrderedCollections
import TestSupport
import Testing

/// Blueprints without a server.
struct ValidateOperationTests {
  private static func run(_ text: String, only: [String] = []) throws -> DesiredSet {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: Scene.blueprintName)
    return try ValidateOperation(
      try EmbeddedCatalog.v2026_5_rc1.load(),
      options: DesiredSet.Options(only: Selection(only), isOffline: true)
    ).run(BlueprintFiles([path]))
  }

  @Test(arguments: [
    (Scene.flows(["one": "T"]), 1, 0), (Scene.flows(["one": "[]", "two": "T"]), 1, 1),
    ("version: 1\nentries: [", 0, 1),
  ])
  func givesTheEntriesAndTheFindings(_ text: String, entries: Int, errors: Int) throws {
    let desired = try Self.run(text)
    #expect(desired.entries.count == entries)
    #expect(
      desired.diagnostics.filter { $0.severity == .error }.count == errors, "\(desired.diagnostics)")
  }

  @Test(arguments: [
    ("authentik_flows.flwo", "did you mean `authentik_flows.flow`?"), ("nothing", "`nothing` in --only"),
  ])
  func aNameThatSelectsNothingIsMisuse(_ name: String, _ sentence: String) throws {
    let error = #expect(throws: OperationError.self) {
      _ = try Self.run(Scene.flows(["one": "T"]), only: [name])
    }
    #expect(error?.code == .misuse)
    #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    #expect(throws: Never.self) {
      _ = try Self.run(Scene.flows(["one": "T"]), only: ["authentik_flows.flow"])
    }
  }
}
