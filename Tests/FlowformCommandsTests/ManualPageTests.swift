import FlowformCommands
import Foundation
import Subprocess
import TestSupport
import Testing

/// The manual page, which is generated from the commands.
struct ManualPageTests {
  private static func page() throws -> String { ManualPage.text(of: try CommandDescription.root()) }

  @Test func namesEveryCommandAndOption() throws {
    let page = try Self.page()
    let commands = try CommandDescription.root().all.dropFirst()
    #expect(
      commands.filter { !page.contains(".SS \($0.name.replacing("-", with: "\\-"))\n") }.map(\.name) == [])
    let options = Set(commands.flatMap(\.arguments).flatMap(\.names))
    #expect(options.filter { !page.contains("\\fB\($0.replacing("-", with: "\\-"))\\fR") } == [])
  }

  /// Options that several commands share appear once, with the names of the commands.
  @Test func sharedOptionsStandOnce() throws {
    let page = try Self.page()
    #expect(
      page.ranges(of: "\\fB\\-\\-detailed\\-exitcode\\fR\nExit with 2 if there is something to change").count
        == 1)
    #expect(page.contains("\\fB\\-\\-prune\\fR\nDelete objects"))
    #expect(page.ranges(of: "Delete objects that flowform created").count == 1)
    #expect(page.contains("any more. (permissions, plan, apply, watch)\n"))
  }

  /// Every variable that the sources read is documented.
  @Test func namesEveryVariable() throws {
    let page = try Self.page()
    let sources = ProjectRoot.url.appending(path: "Sources/FlowformCommands")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var variables: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      guard file.lastPathComponent != "ManualText.swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      variables.formUnion(text.matches(of: #/"((?:AUTHENTIK|FLOWFORM)_[A-Z_]+)"/#).map { String($0.1) })
    }
    #expect(variables.count > 5)
    #expect(variables.filter { !page.contains($0) } == [])
  }

  /// No text is lost in the formatter, and it prints no warning.
  @Test func isSoundForItsFormatter() async throws {
    let result = try await Subprocess.run(
      .name("groff"), arguments: ["-man", "-Tascii", "-P-cbou", "-ww"],
      input: .string(try Self.page()), output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
    #expect(result.standardError == "")
    let shown = result.standardOutput
    let examples = try CommandDescription.root().all.flatMap(\.examples)
    #expect(examples.filter { !shown.contains("           \($0)\n") } == [])
    #expect(shown.contains("           \"yaml.customTags\": [\n             \"!KeyOf scalar\",\n"))
    #expect(shown.contains("flowform - plan and apply authentik blueprints\n"))
  }
}
