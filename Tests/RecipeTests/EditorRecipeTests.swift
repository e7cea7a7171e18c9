import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

/// The settings of editors in the documentation, and the extension for VS Code.
struct EditorRecipeTests {
  private static let neovim = ["/usr/bin/nvim", "/usr/local/bin/nvim"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let scripts = ProjectRoot.url.appending(path: "Tests/LanguageServerClients")

  private static let flows = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: login
        identifiers:
          slug: login
        attrs:
          name: Log in 🦊
          titel: Welcome
      - model: authentik_stages_user_login.userloginstage
        id: session
        identifiers:
          name: session
      - model: authentik_flows.flowstagebinding
        identifiers:
          target: !KeyOf login
          stage: !KeyOf session
          order: 0

    """
  private static let brands = """
    version: 1
    entries:
      - model: authentik_brands.brand
        identifiers:
          domain: example.com
        attrs:
          flow_authentication: !Find [authentik_flows.flow, [slug, login]]

    """

  /// Opens, completes, jumps, renames, repairs and saves with the documented configuration.
  @Test(.enabled(if: neovim != nil, "needs neovim, the package of Debian"), .timeLimit(.minutes(5)))
  func neovimWorksWithTheServer() async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    try directory.write(
      try DocumentationPage.recipe("editor-neovim-older"), to: "configuration.lua")
    try directory.write(Self.flows, to: "checkout/blueprints/flows.yaml")
    try directory.write(Self.brands, to: "checkout/blueprints/brands.yaml")
    try directory.write("paths: [blueprints]\n", to: "checkout/flowform.yaml")
    let shell = try RecipeShell(
      in: folder, folder: folder.appending(path: "checkout"),
      variables: ["CONFIGURATION": directory.path("configuration.lua"), "LC_ALL": "C.UTF-8"])
    let script = Self.scripts.appending(path: "neovim.lua").path
    let run = try await shell("\(try #require(Self.neovim)) --headless -n -u NONE -i NONE -S '\(script)'")
    #expect(run.status == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("stop: done"), "\(run.output)")
    let expected = Self.flows.replacing("titel: Welcome", with: "title: Welcome")
      .replacing("id: login", with: "id: entrance").replacing("!KeyOf login", with: "!KeyOf entrance")
      .replacing("      title:", with: "      designation: authentication\n      title:")
    #expect(try directory.text("checkout/blueprints/flows.yaml") == expected)
    #expect(try directory.text("checkout/blueprints/brands.yaml") == Self.brands)
  }

  /// Each starts the command by its name.
  @Test func theSettingsStartTheServer() throws {
    for recipe in [
      try DocumentationPage.recipe("editor-neovim"), try DocumentationPage.recipe("editor-neovim-older"),
    ] {
      #expect(recipe.contains("cmd = { 'flowform', 'language-server' },"))
    }
    #expect(try DocumentationPage.recipe("editor-emacs").contains(#"("flowform" "language-server")"#))
    let zed = try JSONReader.read(try DocumentationPage.recipe("editor-zed"))
    #expect(
      zed["lsp"]?["yaml-language-server"]?["binary"]
        == ["path": "flowform", "arguments": ["language-server"]])
  }

  @Test func helixReadsItsFile() async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    let shell = try RecipeShell(in: folder, folder: folder)
    try directory.write(try DocumentationPage.recipe("editor-helix"), to: "languages.toml")
    let run = try await shell(
      "python3 -c 'import tomllib, json; print(json.dumps(tomllib.load(open(\"languages.toml\", \"rb\"))))'")
    #expect(run.status == 0, "\(run.error)")
    let settings = try JSONReader.read(run.output)
    #expect(
      settings["language-server"]?["flowform"] == ["command": "flowform", "args": ["language-server"]])
    #expect(settings["language"]?.list?.first?["language-servers"] == ["flowform"])
  }

  /// The tags for other servers are those that the command prints.
  @Test func theTagsAreAllOfThem() async throws {
    let settings = try JSONReader.read(try DocumentationPage.recipe("editor-tags"))
    let tags = settings["yaml.customTags"]?.list?.compactMap(\.string) ?? []
    let directory = try TemporaryDirectory()
    let help = try await FlowformProcess(folder: directory.path)("schema", "--help")
    let printed = help.output.matches(of: #/"(!\w+ \w+)"/#).map { String($0.1) }
    #expect(tags == printed && !tags.isEmpty)
  }

  // MARK: VS Code

  private static func manifest() throws -> Value {
    try JSONReader.read(ProjectFiles.text(".vscode-extension/package.json"))
  }

  @Test func theExtensionStartsACommandThatExists() async throws {
    let source = try ProjectFiles.text(".vscode-extension/extension.js")
    let command = try #require(source.firstMatch(of: #/args: \['([a-z-]+)'/#)?.1)
    let directory = try TemporaryDirectory()
    let help = try await FlowformProcess(folder: directory.path)(String(command), "--help")
    #expect(command == "language-server" && help.status == 0)
    let manifest = try Self.manifest()
    #expect(manifest["main"] == "./extension.js")
    #expect(manifest["activationEvents"] == ["onLanguage:yaml"])
    // Nothing else of the registry.
    #expect(manifest["dependencies"]?.map?.keys.elements == ["vscode-languageclient"])
    #expect(
      source.matches(of: #/require\('([^']+)'\)/#).map { $0.1 } == ["vscode", "vscode-languageclient/node"])
  }

  /// The settings that the program reads and those that the documentation shows.
  @Test func theSettingsOfTheExtensionAreDeclared() throws {
    let source = try ProjectFiles.text(".vscode-extension/extension.js")
    let properties = try Self.manifest()["contributes"]?["configuration"]?["properties"]?.map ?? [:]
    let read = source.matches(of: #/settings\.get\('(\w+)'\)/#).map { "flowform.\($0.1)" }
    let shown = try JSONReader.read(try DocumentationPage.recipe("editor-vscode")).map ?? [:]
    #expect(Set(properties.keys) == Set(read) && Set(properties.keys) == Set(shown.keys))
    #expect(properties["flowform.path"]?["default"] == "flowform")
    // A folder that is not trusted must not choose a program.
    #expect(
      try Self.manifest()["capabilities"]?["untrustedWorkspaces"]?["restrictedConfigurations"]
        == ["flowform.path", "flowform.arguments"])
  }
}
