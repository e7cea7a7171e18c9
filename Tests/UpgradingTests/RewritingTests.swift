import Blueprints
import Catalog
import Model
import Testing
import Upgrading

/// What a rewrite changes in a file, and that it changes nothing else.
struct RewritingTests {
  private static let cases = RewriteCase.fields + RewriteCase.lists + RewriteCase.additions

  private func rewritten(_ text: String, _ test: RewriteCase) throws -> String {
    let version = try EmbeddedCatalog.named(test.version)
    let versions = UpgradeVersions(from: nil, to: (test.version, try version.load()))
    let upgrade = Upgrade(
      [SourceText(file: "a.yaml", bytes: Array(text.utf8))], versions, isInferred: test.isInferred)
    #expect(upgrade.diagnostics.isEmpty)
    return upgrade.files[0].rewritten.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  private func check(_ test: RewriteCase) throws {
    let rewritten = try self.rewritten(test.before, test)
    #expect(rewritten == test.after)
    #expect(try self.rewritten(rewritten, test) == rewritten, "a second run changes nothing")
  }

  @Test(arguments: cases) func rewritesOnlyWhatIsMarked(_ test: RewriteCase) throws { try check(test) }

  @Test(arguments: cases.map(\.withCarriageReturns)) func keepsCarriageReturns(_ test: RewriteCase) throws {
    try check(test)
  }

  @Test(arguments: cases.map(\.withWideLetters)) func countsBytes(_ test: RewriteCase) throws {
    try check(test)
  }

  @Test(arguments: cases) func isAccepted(_ test: RewriteCase) throws {
    let catalog = try EmbeddedCatalog.named(test.version).load()
    let source = SourceText(file: "a.yaml", bytes: Array(test.after.utf8))
    let files = [BlueprintFiles.File(source: source, isNamed: true)]
    var options = DesiredSet.Options()
    options.isOffline = true
    let desired = DesiredSet(files, catalog: catalog, options: options)
    #expect(desired.diagnostics.filter { $0.severity == .error } == [])
  }

  @Test func coversManyForms() { #expect(Self.cases.count >= 60) }
}
