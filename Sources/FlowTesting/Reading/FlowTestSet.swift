package import Blueprints
package import Catalog
package import Model
import OrderedCollections

/// The tests of a set of test files.
package struct FlowTestSet: Sendable {
  /// In the order of the files. Those with a mistake are left out.
  package private(set) var tests: [FlowTest] = []
  /// All mistakes of all files, without secrets.
  package private(set) var diagnostics: [Diagnostic] = []
  /// Masks the secrets of the tests' answers.
  package private(set) var secretMask = SecretMask([])

  /// Reads test files, and resolves their tags. `options.isOffline` allows variables that are not set.
  package init(_ files: [BlueprintFiles.File], catalog: Catalog, options: DesiredSet.Options) {
    var (secrets, literals): ([Value], [Value]) = ([], [])
    for file in files {
      let read = FlowTestReader.read(file, catalog: catalog, options: options)
      tests += read.tests
      diagnostics += read.diagnostics
      secrets += read.secrets
      literals += read.literalSecrets
    }
    let shown = Set(tests.flatMap(Self.shownTexts))
    secretMask = SecretMask(
      secrets
        + literals.filter { literal in
          guard let text = literal.string else { return true }
          return !shown.contains { $0.contains(text) }
        })
    diagnostics = diagnostics.asStrict(options.isStrict).masked(
      by: secretMask, sources: files.map(\.source))
  }

  /// What the reports show of a test anyway. `wrong` is no secret in a test of a wrong password.
  private static func shownTexts(_ test: FlowTest) -> [String] {
    [test.name, test.flow] + test.steps.flatMap { [$0.stage.name] + ($0.answer.map { Array($0.keys) } ?? []) }
  }
}
