import Blueprints
import Catalog
import FlowTesting
import Model
import TestSupport

/// Reads texts as test files.
enum TestText {
  static func read(
    _ text: String, isOffline: Bool = false, _ change: (inout DesiredSet.Options) -> Void = { _ in }
  ) throws -> FlowTestSet {
    var options = DesiredSet.Options(
      environment: EnvironmentAccess(
        variables: ["ALICE_PASSWORD": "correct horse", "USER_NAME": "alice"]),
      readFile: { path, _, _ in
        .text("from the file \(path)\n", path: path, bytes: Array("from the file \(path)\n".utf8))
      },
      isOffline: isOffline)
    change(&options)
    return FlowTestSet([file(text)], catalog: try EmbeddedCatalog.newest.shared(), options: options)
  }

  static func file(_ text: String, _ name: String = "a.flowtest.yaml") -> BlueprintFiles.File {
    BlueprintFiles.File(source: SourceText(file: name, bytes: Array(text.utf8)), isNamed: true)
  }

  /// A test with these lines below its name and its flow.
  static func test(_ lines: String, ends: String = "signed-in") -> String {
    let indented = lines.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    return "tests:\n- name: a test\n  flow: login\n  ends: \(ends)\n" + indented.joined(separator: "\n")
      + "\n"
  }

  /// `line:column: message` of each finding.
  static func findings(_ set: FlowTestSet) -> [String] {
    set.diagnostics.map { "\($0.location.map { "\($0.line):\($0.column)" } ?? "-"): \($0.message)" }
  }
}
