import EndToEndSupport
import Foundation
import TestSupport
import Testing
import YAML

/// The hooks that this repository offers to others, for pre-commit.
struct CommitHookManifestTests {
  private static let good = FlowText.blueprint(FlowText.flow("login"))
  private static let bad = good.replacing("slug: login", with: "slug: !Nonsense login")
  /// authentik 2025.8 renamed the field, and ignores the old name.
  private static let old = """
    version: 1
    entries:
      - model: authentik_events.notificationrule
        identifiers: {name: rule}
        attrs: {group: !Find [authentik_core.group, [name, admins]]}

    """

  private static func hooks() throws -> [Node] {
    try Node.recipe(ProjectFiles.text(".pre-commit-hooks.yaml")).items
  }

  @Test func hooksAreWhatTheFrameworkTakes() throws {
    let hooks = try Self.hooks()
    #expect(hooks.map { $0["id"]?.text } == ["flowform-validate", "flowform-upgrade-check"])
    for hook in hooks {
      #expect(hook["name"]?.text != nil && hook["description"]?.text != nil)
      // What is installed is run once, on the whole set.
      #expect(hook["language"]?.text == "system" && hook["pass_filenames"]?.text == "false")
      #expect(hook["types"]?.list == ["yaml"])
      #expect(hook["entry"]?.text?.hasPrefix("flowform ") == true)
    }
  }

  @Test func theDocumentationNamesHooksThatExist() throws {
    let recipe = try Node.recipe(DocumentationPage.recipe("pre-commit-hooks"))
    let named = recipe["repos"]?.items.first?["hooks"]?.items.map { $0["id"]?.text }
    #expect(named == (try Self.hooks().map { $0["id"]?.text }))
  }

  /// The commands, as the framework calls them.
  @Test(arguments: [0, 1]) func aHookFailsForAMistake(_ position: Int) async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    let shell = try RecipeShell(in: folder, folder: folder.appending(path: "checkout"))
    let entry = try #require(try Self.hooks()[position]["entry"]?.text)
    try directory.write(Self.good, to: "checkout/blueprints/login.yaml")
    let passed = try await shell(entry)
    #expect(passed.status == 0, "\(passed.error)")
    #expect(passed.output.hasSuffix(["valid\n", "nothing to change\n"][position]), "\(passed.output)")
    try directory.write(position == 0 ? Self.bad : Self.old, to: "checkout/blueprints/logout.yaml")
    let refused = try await shell(entry)
    #expect(refused.status == [1, 2][position], "\(refused.output)\(refused.error)")
    #expect((refused.output + refused.error).contains("blueprints/logout.yaml:5:"), "\(refused.output)")
  }

  private static let framework = ["/usr/bin/pre-commit", "/usr/local/bin/pre-commit"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The framework itself takes the hooks from a clone of this repository.
  @Test(.enabled(if: framework != nil, "needs pre-commit, the package of Debian"))
  func theFrameworkRunsThem() async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    let identity = ["GIT_AUTHOR", "GIT_COMMITTER"].flatMap { who in
      [("\(who)_NAME", "Ada"), ("\(who)_EMAIL", "ada@example.com")]
    }
    let shell = try RecipeShell(
      in: folder, folder: folder.appending(path: "checkout"),
      variables: Dictionary(uniqueKeysWithValues: identity))
    try directory.write(try ProjectFiles.text(".pre-commit-hooks.yaml"), to: "hooks/.pre-commit-hooks.yaml")
    let documented = try DocumentationPage.recipe("pre-commit-hooks")
    try directory.write(
      documented.replacing("https://github.com/OWNER/flowform", with: directory.path("hooks")),
      to: "checkout/.pre-commit-config.yaml")
    try directory.write(Self.good, to: "checkout/blueprints/login.yaml")
    try await shell.prepare(
      """
      (cd ../hooks && git init -q . && git add . && git commit -qm one && git tag v0.1.0)
      git init -q . && pre-commit install && git add . && git commit -qm one
      """)
    try directory.write(Self.bad, to: "checkout/blueprints/logout.yaml")
    let refused = try await shell("git add . && git commit -qm two")
    #expect(refused.status != 0)
    #expect(refused.error.contains("blueprints/logout.yaml:5:13: error: "), "\(refused.error)")
    try directory.write("Hello", to: "checkout/README.md")
    let other = try await shell("git reset -q && git add README.md && git commit -qm two")
    #expect(other.status == 0, "\(other.error)")
  }
}
