import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// `--server-version`: offline checks for one version or several.
struct ServerVersionTests {
  private static let blueprint = """
    version: 1
    entries:
    - model: authentik_providers_oauth2.oauth2provider
      identifiers: {name: p}
      attrs:
        authorization_flow: 11111111-1111-1111-1111-111111111111
        invalidation_flow: 11111111-1111-1111-1111-111111111111
        grant_types: [authorization_code]
        redirect_uris: https://a.example/callback

    """

  @Test func eachFindingNamesItsVersions() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.blueprint, to: "p.yaml")
    let run = try await FlowformProcess(folder: directory.path).run([
      "validate", "--server-version", "2024.8", "--server-version", "2026.2.2", "--server-version", "2026.5",
      "p.yaml",
    ])
    #expect(run.status == 1)
    let findings = run.error.split(separator: "\n").filter { $0.hasPrefix("p.yaml:") }.joined(separator: "\n")
    #expect(
      findings == """
        p.yaml:7:5: warning: `invalidation_flow` exists from authentik 2024.10 on; it is ignored in 2024.8.2 (authentik 2024.8)
        p.yaml:8:5: warning: `grant_types` exists from authentik 2026.5 on; it is ignored in 2024.8.2 and 2026.2.2 (authentik 2024.8, 2026.2)
        p.yaml:9:20: error: as of authentik 2024.10.3, `redirect_uris` is a list of objects: before, each line was tried as a regular expression, in which `.` matches any character and `?` makes the one before it optional; look at each `regex`; `flowform upgrade --write` rewrites it (authentik 2026.2, 2026.5)
        """, "\(run.error)")
    let old = try await FlowformProcess(folder: directory.path)
      .run(["validate", "--server-version", "2024.8.3", "p.yaml"])
    #expect(old.status == 0, "\(old.error)")
    #expect(
      old.error.contains(
        "note: the catalog of authentik 2024.8.3 is not built in, so flowform checks against 2024.8.2"))
  }

  @Test func aTargetNamesItsVersion() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.blueprint, to: "p.yaml")
    try directory.write(
      "targets: {old: {server-version: 2024.8}, new: {server-version: 2025.10}}", to: "flowform.yaml")
    let flowform = FlowformProcess(folder: directory.path)
    #expect(try await flowform.run(["validate", "--target", "old", "p.yaml"]).status == 0)
    let new = try await flowform.run(["validate", "--target", "new", "p.yaml"])
    #expect(
      new.status == 1
        && new.error.contains("as of authentik 2024.10.3, `redirect_uris` is a list of objects"),
      "\(new.error)")
  }

  /// The old name of the option still works, but is not shown.
  @Test func theSandboxTakesAnyVersion() async throws {
    let flowform = FlowformProcess(folder: "/")
    let run = try await flowform.run(["sandbox", "--server-version", "1.0", "--port", "0"])
    #expect(run.status == 64 && run.error.contains("2025.10"), "\(run.error)")
    let old = try await flowform.run(["sandbox", "--version-of", "1.0", "--port", "0"])
    #expect(old.status == 64 && old.error.contains("value '1.0' is invalid"), "\(old.error)")
  }

  @Test func theEmbeddedServerIsOfTheTargetsVersion() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("version: 1\nentries: []\n", to: "p.yaml")
    try directory.write("targets: {old: {server-version: 2025.10}}", to: "flowform.yaml")
    let flowform = FlowformProcess(folder: directory.path)
    let old = try await flowform.run(["plan", "--sandbox", "--target", "old", "p.yaml"])
    #expect(old.status == 0 && old.output.contains("authentik 2025.10.4"), "\(old.output)\(old.error)")
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: directory.path(".flowform")))
    #expect(names.contains("sandbox-2025.10.sqlite"), "another version has data of its own: \(names)")
    let new = try await flowform.run(["plan", "--sandbox", "p.yaml"])
    #expect(new.status == 0 && new.output.contains("authentik 2026.5.0-rc1"), "\(new.output)\(new.error)")
  }

  @Test func aServerTellsItsOwnVersion() async throws {
    try await Workspace.with { workspace in
      try workspace.write("version: 1\nentries: []\n")
      let run = try await workspace.flowform("plan", "--server-version", "2025.10")
      #expect(run.status == 64 && run.error.contains("a server tells its own version"), "\(run.error)")
      let sandbox = try await FlowformProcess(folder: workspace.folder.path)
        .run(["plan", "--sandbox", "--server-version", "2025.10"])
      #expect(sandbox.status == 0 && sandbox.output.contains("authentik 2025.10.4"), "\(sandbox.error)")
      let unknown = try await workspace.flowform("plan", "--server-version", "1.0")
      #expect(unknown.status == 64 && unknown.error.contains("check --server-version"), "\(unknown.error)")
    }
  }

  /// authentik asks for the permission since 2025.2.
  @Test(arguments: [("2024.12", false), ("2025.2", true), ("2025.10", true), ("2026.8", true)])
  func permissionsAreThoseOfTheVersion(version: String, isNeeded: Bool) async throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "entries: [{model: authentik_core.group, identifiers: {name: g}, attrs: {is_superuser: true}}]",
      to: "g.yaml")
    let run = try await FlowformProcess(folder: directory.path)
      .run(["permissions", "--server-version", version, "--format", "json", "g.yaml"])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("authentik_core.enable_group_superuser") == isNeeded, "\(run.output)")
  }

  @Test func theSchemaFollowsTheTargetsVersion() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("server-version: 2025.10\n", to: "flowform.yaml")
    let flowform = FlowformProcess(folder: directory.path)
    let old = try await flowform.run(["schema"])
    #expect(old.status == 0 && !old.output.contains(#""grant_types""#), "\(old.error)")
    let new = try await flowform.run(["schema", "--server-version", "2026.8"])
    #expect(new.output.contains(#""grant_types""#))
    let both = try await flowform.run(["schema", "--server-version", "2026.8", "--schema", "x.json"])
    #expect(both.status == 64 && both.error.contains("name two catalogs"), "\(both.error)")
  }
}
