import EndToEndSupport
import Foundation
import TestSupport
import Testing
import YAML

/// The documentation's pre-commit checks, in real repositories.
struct CommitHookRecipeTests {
  private static let good = FlowText.blueprint(FlowText.flow("login"))
  private static let bad = good.replacing("slug: login", with: "slug: !Nonsense login")

  /// A repository with a good blueprint and an active hook.
  private static func with(_ body: (RecipeShell) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    let temporary = folder.appending(path: "temporary")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    let identity = ["name": "Ada", "email": "ada@example.com"].flatMap { key, value in
      [("GIT_AUTHOR_\(key.uppercased())", value), ("GIT_COMMITTER_\(key.uppercased())", value)]
    }
    let shell = try RecipeShell(
      in: folder, folder: folder.appending(path: "checkout"),
      variables: Dictionary(uniqueKeysWithValues: identity + [("TMPDIR", temporary.path)]))
    try write(try DocumentationPage.recipe("hook"), ".githooks/pre-commit", shell)
    try write(good, "blueprints/login.yaml", shell)
    try await shell.prepare(
      "git init -q . && chmod +x .githooks/pre-commit && git add . && git commit -qm one")
    try await shell.prepare("git config core.hooksPath .githooks")
    try await body(shell)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
  }

  private static func write(_ text: String, _ name: String, _ shell: RecipeShell) throws {
    let file = shell.folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static func commits(_ shell: RecipeShell) async throws -> Int? {
    Int(try await shell("git rev-list --count HEAD").output.dropLast())
  }

  @Test func aBrokenBlueprintIsRefusedAtItsLine() async throws {
    try await Self.with { shell in
      try Self.write(Self.bad, "blueprints/logout.yaml", shell)
      let refused = try await shell("git add . && git commit -qm two")
      #expect(refused.status != 0)
      #expect(refused.error.contains("blueprints/logout.yaml:5:13: error: "), "\(refused.error)")
      #expect(try await Self.commits(shell) == 1)
      try Self.write(Self.good.replacing("login", with: "logout"), "blueprints/logout.yaml", shell)
      let passed = try await shell("git commit -qam two")
      #expect(passed.status == 0, "\(passed.error)")
      #expect(try await Self.commits(shell) == 2)
    }
  }

  @Test func whatIsStagedCounts() async throws {
    try await Self.with { shell in
      try Self.write(Self.bad, "blueprints/login.yaml", shell)
      try await shell.prepare("git add .")
      try Self.write(Self.good, "blueprints/login.yaml", shell)
      #expect(try await shell("git commit -qm two").status != 0)
      // And the opposite: unfinished work that is not staged.
      try await shell.prepare("git reset -q --hard")
      try Self.write(FlowText.blueprint(FlowText.flow("logout")), "blueprints/logout.yaml", shell)
      try await shell.prepare("git add .")
      try Self.write(Self.bad, "blueprints/login.yaml", shell)
      let passed = try await shell("git commit -qm two")
      #expect(passed.status == 0, "\(passed.error)")
      #expect(try await shell("git status --porcelain").output == " M blueprints/login.yaml\n")
    }
  }

  @Test func aCommitOfSomeFilesIsCheckedAsItWillBe() async throws {
    try await Self.with { shell in
      try Self.write(Self.bad, "blueprints/login.yaml", shell)
      try Self.write(FlowText.blueprint(FlowText.flow("logout")), "blueprints/logout.yaml", shell)
      try await shell.prepare("git add .")
      let passed = try await shell("git commit -qm two blueprints/logout.yaml")
      #expect(passed.status == 0, "\(passed.error)")
      #expect(try await shell("git commit -qm three blueprints/login.yaml").status != 0)
    }
  }

  @Test func aCommitWithoutBlueprintsIsNotChecked() async throws {
    try await Self.with { shell in
      try shell.replace("flowform", by: "exit 1")
      try Self.write("Hello", "README.md", shell)
      #expect(try await shell("git add . && git commit -qm two").status == 0)
      #expect(shell.calls("flowform").isEmpty)
      try Self.write("url: https://authentik.example.com", "flowform.yaml", shell)
      #expect(try await shell("git add . && git commit -qm three").status != 0)
      #expect(shell.calls("flowform") == ["validate"])
    }
  }

  /// The framework runs a local hook if a changed file matches, with no arguments added.
  @Test func theHookOfTheFramework() async throws {
    let hook = try #require(
      try Node.recipe(DocumentationPage.recipe("pre-commit"))["repos"]?.items.first?["hooks"]?.items.first)
    #expect(hook["language"]?.text == "system" && hook["pass_filenames"]?.text == "false")
    let files = try Regex(try #require(hook["files"]?.text))
    for (name, isChecked) in [
      ("blueprints/a.yaml", true), ("blueprints/a/b.yml", true), ("flowform.yaml", true),
      ("blueprints/README.md", false), ("docs/blueprints/a.yaml", false), ("flowform_yaml", false),
    ] {
      #expect((name.firstMatch(of: files) != nil) == isChecked, "\(name)")
    }
    try await Self.with { shell in
      let entry = try #require(hook["entry"]?.text)
      #expect(try await shell(entry).status == 0)
      try Self.write(Self.bad, "blueprints/login.yaml", shell)
      let refused = try await shell(entry)
      #expect(refused.status == 1 && refused.error.contains("blueprints/login.yaml:5:13: error: "))
    }
  }
}
