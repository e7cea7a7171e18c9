import Catalog
import FoundationEssentials
import LanguageServer
import Model
import TestSupport
import Testing

/// A test file in an editor: findings, and nothing of what is for blueprints.
@Suite struct FlowTestFileTests {
  private static let uri = "file:///workspace/blueprints/login.flowtest.yaml"
  private static let tests = """
    tests:
    - name: a
      flow: login
      ends: nowhere

    """

  @Test func itsFindingsAreShown() {
    var editor = Editor()
    editor.open(FindingsTests.entries)
    editor.open(Self.tests, as: Self.uri)
    let found = editor.findings(Self.uri)
    #expect(found.compactMap { $0["code"]?.string } == ["test"], "\(found)")
    #expect(found.first?["range"]?["start"] == ["line": 3, "character": 8])
    // The blueprint keeps its own.
    #expect(editor.findings().compactMap { $0["code"]?.string } == ["field", "required"])
  }

  @Test func whileItIsWrittenTheMistakeOfItsFormIsShown() {
    var editor = Editor()
    editor.open("tests: [{", as: Self.uri)
    #expect(editor.findings(Self.uri).compactMap { $0["code"]?.string } == ["syntax"])
  }

  @Test(arguments: ["completion", "hover", "documentSymbol", "definition"])
  func nothingOfBlueprintsIsOffered(method: String) {
    var editor = Editor()
    editor.open(Self.tests, as: Self.uri)
    let answer = editor.request(
      "textDocument/" + method,
      ["textDocument": ["uri": .string(Self.uri)], "position": ["line": 1, "character": 2]])
    let items = answer["items"]?.list ?? answer.list ?? []
    #expect(answer.isNull || items.isEmpty, "\(answer)")
  }

  @Test func testsOnDiskAreCheckedToo() throws {
    let directory = try TemporaryDirectory()
    try directory.write("version: 1\nentries: []\n", to: "b/a.yaml")
    try directory.write(Self.tests, to: "b/a.flowtest.yaml")
    try directory.write(Self.tests, to: "elsewhere/b.flowtest.yaml")
    var settings = WorkspaceSettings.plain()
    settings.paths = [directory.path("b")]
    var workspace = Workspace(root: directory.path, settings: settings)
    workspace.readFiles()
    #expect(
      workspace.findings().files.filter { !$0.value.isEmpty }.keys.map { $0.hasSuffix("a.flowtest.yaml") }
        == [true])
    settings.testPaths = [directory.path("elsewhere")]
    workspace.use(settings)
    workspace.readFiles()
    #expect(
      workspace.findings().files.filter { !$0.value.isEmpty }.keys.map { $0.hasSuffix("b.flowtest.yaml") }
        == [true])
  }
}
