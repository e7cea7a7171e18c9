import ArgumentParser
import Catalog
import Model
import Operations
import OrderedCollections
import Testing

@testable import FlowformCommands

/// Where a setting comes from: the environment wins over the target, and the target over the rest of the file.
struct SettingsTests {
  private static let file = """
    url: https://top.example
    paths: flows
    parallelism: 3
    context: {company: Acme, deep: {kept: 1, changed: 1}}
    targets:
      staging:
        url: https://staging.example
        timeout: 5
        context: {deep: {changed: 2}}
      plain: {}
    moved:
      authentik_flows.flow[slug=old]: authentik_flows.flow[slug=new]
    """

  private static func settings(
    _ target: String? = nil, _ environment: [String: String] = [:], file: String? = file,
    versions: [String] = []
  ) throws -> Settings {
    try Settings(
      file.map { try ConfigurationFile(SourceText(file: "flowform.yaml", bytes: Array($0.utf8))) },
      target: target, environment: environment, serverVersions: versions)
  }

  @Test(
    arguments: [
      (nil, [:], "https://top.example"), ("staging", [:], "https://staging.example"),
      ("plain", [:], "https://top.example"),
      ("staging", ["AUTHENTIK_URL": "https://set.example"], "https://set.example"),
      // An empty variable is as good as none.
      ("staging", ["AUTHENTIK_URL": ""], "https://staging.example"),
    ] as [(String?, [String: String], String)])
  func theNearerWins(_ target: String?, _ environment: [String: String], url: String) throws {
    #expect(try Self.settings(target, environment)[.url] == url)
  }

  @Test func aTargetIsProtectedByItself() throws {
    let file = "tests: [t]\ntargets: {a: {protected: true}, b: {protected: false}, c: {}}\n"
    for (target, isProtected) in [("a", true), ("b", false), ("c", false)] {
      #expect(try Self.settings(target, file: file).isProtected == isProtected)
    }
    #expect(try !Self.settings(file: file).isProtected)
    #expect(try Self.settings(file: file + "protected: true\n").isProtected)
    #expect(BlueprintOptions.testPlaces([], try Self.settings(file: file)) == ["t"])
    #expect(BlueprintOptions.testPlaces(["x"], try Self.settings(file: file)) == ["x"])
    #expect(BlueprintOptions.testPlaces([], try Self.settings(file: "paths: p")) == ["p"])
  }

  @Test func hasValuesOfEachForm() throws {
    let settings = try Self.settings("staging")
    #expect(settings.list(.paths) == ["flows"] && settings.integer(.parallelism) == 3)
    #expect(settings.number(.timeout) == 5)
    #expect(settings.context == ["company": "Acme", "deep": ["kept": 1, "changed": 2]])
    #expect(settings.moved.map(\.old.description) == ["authentik_flows.flow[slug=old]"])
    #expect(settings.moved.map(\.new.address.description) == ["authentik_flows.flow[slug=new]"])
    let none = try Self.settings(file: nil)
    #expect(none[.url] == nil && none.list(.paths).isEmpty && none.context.isEmpty)
  }

  @Test(
    arguments: [
      (file, "; its targets are staging, plain; did you mean `staging`?"),
      ("url: https://top.example", "; flowform.yaml has no targets"), (nil, "; flowform.yaml has no targets"),
    ] as [(String?, String)])
  func anUnknownTargetIsRefused(_ file: String?, _ hint: String) {
    let failure = #expect(throws: CommandFailure.self) { try Self.settings("stagin", file: file) }
    #expect(failure?.status == .usage)
    #expect(failure?.message == "unknown target `stagin` (--target, FLOWFORM_TARGET)\(hint)")
  }

  /// YAML reads 2025.10 as the number 2025.1.
  @Test(arguments: [
    ("2025.10", "2025.10"), ("'2025.10'", "2025.10"), ("2025.10.4", "2025.10"),
    ("2026.5.0-rc1", "2026.5.0-rc1"),
    ("2026.5", "2026.5"),
  ])
  func aTargetNamesItsVersion(text: String, name: String) throws {
    let settings = try Self.settings("old", file: "targets: {old: {server-version: \(text)}}")
    let catalogs = try CatalogOptions.parse([]).loadAll(settings)
    #expect(catalogs.map(\.name) == [name])
    // The command line wins.
    let chosen = try CatalogOptions.parse([]).loadAll(
      Self.settings("old", file: "targets: {old: {server-version: \(text)}}", versions: ["2024.8"]))
    #expect(chosen.map(\.catalog.version) == ["2024.8.2"])
  }

  @Test(arguments: ["2025.1", "[2025.10]", "''", "2027.1"]) func anUnknownVersionIsRefused(text: String)
    throws
  {
    let error = #expect(throws: CommandFailure.self) {
      _ = try Self.settings(file: "server-version: \(text)")
    }
    #expect(error?.message.contains("`server-version` takes a version of authentik, such as 2026.8") == true)
  }

  @Test func severalVersionsAreForValidateAlone() throws {
    let settings = try Self.settings(file: nil, versions: ["2025.10.1", "2025.12", "2025.10"])
    let options = try CatalogOptions.parse([])
    #expect(try options.loadAll(settings).map(\.name) == ["2025.10", "2025.12"])
    let error = #expect(throws: CommandFailure.self) { _ = try options.load(settings) }
    #expect(error?.message.contains("only validate takes several") == true)
  }
}
