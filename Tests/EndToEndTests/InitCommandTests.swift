import EndToEndSupport
import Foundation
import Model
import TestSupport
import Testing

/// `flowform init` in repositories that have blueprints already.
struct InitCommandTests {
  private static let composeFile = "services:\n  server:\n    image: ghcr.io/goauthentik/server\n"
  /// A template, which is no YAML.
  private static let template = "{{- if .Values.on }}\nentries: 1\n{{- end }}\n"

  private static func flow(_ slug: String) -> String { FlowText.blueprint(FlowText.flow(slug)) }

  /// The paths that flowform uses in this folder.
  private static func files(_ workspace: Workspace) async throws -> [String] {
    let run = try await workspace.flowform("render", "--format", "json")
    #expect(run.status == 0, "\(run.error)")
    return try JSONReader.read(run.output)["entries"]?.list?.compactMap { $0["file"]?.string } ?? []
  }

  @Test func anEmptyFolderGetsAFirstBlueprint() async throws {
    try await Workspace.with { workspace in
      let start = try await workspace.flowform("init")
      #expect(start.status == 0 && start.error.isEmpty, "\(start.error)")
      Snapshot.expect(start.output, "empty")
      #expect(try workspace.read("flowform.yaml").contains("\npaths: [blueprints]\n"))
      #expect(!workspace.exists(".gitignore"))
      #expect(try await workspace.flowform("validate").status == 0)
    }
  }

  /// The layout of authentik's own blueprints.
  @Test func aFolderOfBlueprintsIsOnePath() async throws {
    try await Workspace.with { workspace in
      for name in [
        "default/flow-default.yaml", "default/events.yaml", "system/bootstrap.yaml", "example/flows.yaml",
      ] {
        try workspace.write(Self.flow(name.filter(\.isLetter)), to: "blueprints/\(name)")
      }
      let start = try await workspace.flowform("init")
      #expect(start.status == 0, "\(start.error)")
      #expect(
        start.output.hasPrefix("Found 4 blueprints:\n  blueprints (4 blueprints)\nWrote flowform.yaml.\n"))
      #expect(!workspace.exists("blueprints/welcome.yaml"))
      let validate = try await workspace.flowform("validate")
      #expect(validate.output.hasPrefix("4 entries in 4 files: valid"), "\(validate.output)")
    }
  }

  @Test func otherFilesAreLeftOut() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.flow("login"), to: "identity/flows/login.yaml")
      try workspace.write(Self.flow("logout"), to: "identity/flows/more/logout.yml")
      try workspace.write(Self.flow("wiki"), to: "apps/wiki/authentik.yaml")
      try workspace.write("replicas: 2\n", to: "apps/wiki/values.yaml")
      try workspace.write(Self.composeFile, to: "docker-compose.yml")
      try workspace.write("on: push\n", to: ".github/workflows/ci.yml")
      try workspace.write(Self.flow("hidden"), to: "node_modules/pack/blueprint.yaml")
      try workspace.write(Self.template, to: "charts/authentik/templates/blueprint.yaml")
      try workspace.write("name: authentik\n", to: "charts/authentik/Chart.yaml")
      try await workspace.git("init")
      let start = try await workspace.flowform("init")
      #expect(start.status == 0 && start.error.isEmpty, "\(start.error)")
      Snapshot.expect(start.output, "repository")
      let configuration = try workspace.read("flowform.yaml")
      #expect(
        configuration.contains("\npaths:\n- apps/wiki/authentik.yaml\n- identity\n"), "\(configuration)")
      #expect(!workspace.exists(".gitignore"))
      let validate = try await workspace.flowform("validate")
      #expect(validate.output.hasPrefix("3 entries in 3 files: valid"), "\(validate.output)\(validate.error)")
      // What it finds is what the server gets, once.
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flowCount() == 3)
      #expect(try await workspace.flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  @Test func aSecondRunKeepsEverything() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.flow("login"), to: "blueprints/login.yaml")
      #expect(try await workspace.flowform("init").status == 0)
      try workspace.write("url: https://mine.example.com\n", to: "flowform.yaml")
      let before = try workspace.trace("flowform.yaml")
      let again = try await workspace.flowform("init", "--gitignore")
      #expect(again.status == 1 && again.output.isEmpty)
      #expect(again.error.contains("flowform.yaml already exists; nothing was written"), "\(again.error)")
      #expect(try workspace.trace("flowform.yaml") == before)
      #expect(!workspace.exists(".gitignore"))
    }
  }

  /// Where its own first blueprint cannot go, it writes nothing at all.
  @Test func anotherFileInThePlaceOfTheFirstBlueprintIsKept() async throws {
    try await Workspace.with { workspace in
      try workspace.write("mine: true\n", to: "blueprints/welcome.yaml")
      let start = try await workspace.flowform("init")
      #expect(start.status == 1)
      #expect(
        start.error.contains("blueprints/welcome.yaml already exists; nothing was written"), "\(start.error)")
      #expect(try workspace.read("blueprints/welcome.yaml") == "mine: true\n")
      #expect(!workspace.exists("flowform.yaml"))
    }
  }

  /// Its first blueprint stands alone in the paths if the folder has other files.
  @Test func aFolderOfOtherFilesIsNoPath() async throws {
    try await Workspace.with { workspace in
      try workspace.write("a: b\n", to: "blueprints/values.yaml")
      #expect(try await workspace.flowform("init").status == 0)
      #expect(try workspace.read("flowform.yaml").contains("\npaths:\n- blueprints/welcome.yaml\n"))
      let validate = try await workspace.flowform("validate")
      #expect(validate.status == 0, "\(validate.error)")
    }
  }

  @Test func mistakesDoNotStopIt() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.flow("login"), to: "blueprints/login.yaml")
      try workspace.write(Self.flow("a").replacing("version: 1", with: "version: 3"), to: "blueprints/a.yaml")
      try workspace.write(Self.flow("b") + "  - model: \"authentik", to: "blueprints/b.yaml")
      let start = try await workspace.flowform("init")
      #expect(start.status == 0, "\(start.error)")
      #expect(start.output.contains("  blueprints (3 blueprints, 2 with mistakes)\n"), "\(start.output)")
      #expect(start.output.contains("flowform validate          lists the mistakes\n"), "\(start.output)")
      #expect(try await workspace.flowform("validate").status == 1)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.flow("login"), to: "blueprints/login.yaml")
      let files = FileManager.default
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: workspace.folder.path)
      defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.folder.path) }
      var flowform = workspace.flowform
      let asAnother = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
      flowform.shell = "exec \(asAnother)\"$0\" \"$@\""
      let start = try await flowform("init")
      #expect(start.status == 1)
      #expect(
        start.error == "error: flowform.yaml cannot be written; check the permissions of this folder\n",
        "\(start.error)")
      #expect(!workspace.exists("flowform.yaml"))
    }
  }

  @Test func gitIgnoresWhatItShouldNotKeep() async throws {
    try await Workspace.with { workspace in
      try workspace.write("/.flowform\n*.log", to: ".gitignore")
      let start = try await workspace.flowform("init", "--gitignore")
      #expect(start.status == 0, "\(start.error)")
      #expect(
        start.output.contains("Added to .gitignore: *.state.json.lock, *.state.json.backup\n"),
        "\(start.output)")
      #expect(
        try workspace.read(".gitignore") == "/.flowform\n*.log\n*.state.json.lock\n*.state.json.backup\n")
      try workspace.remove("flowform.yaml")
      let again = try await workspace.flowform("init", "--gitignore")
      #expect(again.status == 0 && !again.output.contains("gitignore"), "\(again.output)")
      // git keeps the blueprints, the configuration and the state, and nothing else of an apply.
      try await workspace.git("init")
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flowform("apply", "--yes", "--sandbox").status == 0)
      let kept = try await workspace.git("ls-files", "--others", "--exclude-standard")
      #expect(
        kept.split(separator: "\n").sorted()
          == [".gitignore", "blueprints/welcome.yaml", "flowform.state.json", "flowform.yaml"], "\(kept)")
    }
  }
}

extension Workspace {
  /// Runs git in the folder, which must succeed.
  @discardableResult
  fileprivate func git(_ arguments: String...) async throws -> String {
    let run = try await FlowformProcess(program: "/usr/bin/git", folder: folder.path).run(arguments)
    try #require(run.status == 0, "\(run.error)")
    return run.output
  }
}
