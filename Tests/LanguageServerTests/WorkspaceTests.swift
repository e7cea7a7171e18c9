import Blueprints
import Catalog
import FoundationEssentials
import LanguageServer
import Model
import TestSupport
import Testing

@Suite struct WorkspaceTests {
  @Test func aChangeReadsNoOtherFile() throws {
    var settings = WorkspaceSettings.plain()
    settings.paths = ["blueprints"]
    var workspace = Workspace(root: FileManager.default.currentDirectoryPath, settings: settings)
    workspace.readFiles()
    let findings = workspace.findings()
    #expect(findings.files.values.joined().allSatisfy { $0.severity != .error })
    let count = workspace.parseCount
    #expect(count > 3)
    let file = try #require(try ProjectFiles.blueprints().first)
    let uri = workspace.uri(of: file.file)
    workspace.open(TextDocument(uri, file.bytes, version: 1))
    for number in 1...3 {
      #expect(workspace.change(uri) { $0.replace(nil, with: "version: 1\nentries: []\n# \(number)\n") })
      _ = workspace.findings()
    }
    #expect(workspace.readCount == 1)
    #expect(workspace.parseCount == count + 3)
  }

  @Test func aClosedDocumentIsAgainAsOnDisk() throws {
    var settings = WorkspaceSettings.plain()
    settings.paths = ["blueprints"]
    var workspace = Workspace(root: FileManager.default.currentDirectoryPath, settings: settings)
    workspace.readFiles()
    let file = try #require(try ProjectFiles.blueprints().first)
    let uri = workspace.uri(of: file.file)
    workspace.open(TextDocument(uri, Array("version: 2\nentries: []\n".utf8), version: 1))
    #expect(workspace.findings().files[file.file]?.first?.code == .blueprint)
    workspace.close(uri)
    #expect(workspace.findings().files[file.file]?.contains { $0.severity == .error } != true)
  }

  @Test(arguments: [
    ("file:///work/space/a%20b/%C3%BC.yaml", "a b/ü.yaml"), ("file://localhost/work/space/x.yaml", "x.yaml"),
    ("file:///elsewhere/x.yaml", "/elsewhere/x.yaml"), ("untitled:Untitled-1", "untitled:Untitled-1"),
    ("file://other/work/space/x.yaml", "file://other/work/space/x.yaml"),
  ])
  func filesAreNamedFromTheFolder(_ uri: String, _ name: String) {
    let workspace = Workspace(root: "/work/space", settings: .plain())
    #expect(workspace.name(of: DocumentURI(uri)) == name)
    #expect(workspace.name(of: workspace.uri(of: name)) == name)
  }
}
