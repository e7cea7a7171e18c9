import Foundation
import TestSupport
import Testing

/// The documentation as a text: its length, its links, the tests that it names, and how its commands are checked.
struct DocumentationTests {
  @Test(arguments: try DocumentationPage.all())
  func pagesAreShort(_ page: DocumentationPage) {
    #expect(page.lines.count <= (page.path == "README.md" ? 201 : 251))
  }

  /// Each link of a page, as a path from the project's root, and the anchor.
  private static func links(_ page: DocumentationPage) -> [(path: String, anchor: String)] {
    let folder = URL(filePath: "/" + page.path).deletingLastPathComponent()
    return page.prose.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }.filter { !$0.contains("://") }
      .map { link in
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        let path =
          parts[0].isEmpty
          ? page.path : String(folder.appending(path: parts[0]).standardizedFileURL.path.dropFirst())
        return (path, parts.count > 1 ? parts[1] : "")
      }
  }

  /// The anchors of a page, as forges make them from its headings.
  private static func anchors(_ path: String) throws -> Set<String> {
    let headings = try DocumentationPage(path).prose.split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(headings.map { anchor(String($0)) })
  }

  private static func anchor(_ heading: String) -> String {
    let words = heading.drop { $0 == "#" || $0 == " " }.lowercased()
    return words.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
  }

  @Test(arguments: try DocumentationPage.all())
  func linksLeadSomewhere(_ page: DocumentationPage) throws {
    for (path, anchor) in Self.links(page) {
      let exists = FileManager.default.fileExists(atPath: ProjectRoot.url.appending(path: path).path)
      #expect(exists, "\(page): there is no \(path)")
      if exists, !anchor.isEmpty {
        #expect(try Self.anchors(path).contains(anchor), "\(page): \(path) has no heading for #\(anchor)")
      }
    }
  }

  @Test func everyArticleIsInTheTableOfContents() throws {
    let contents = try DocumentationPage.article("Documentation").text
    let names = try DocumentationPage.all().map {
      URL(filePath: $0.path).deletingPathExtension().lastPathComponent
    }
    let missing = names.filter {
      !["README", "Documentation"].contains($0) && !contents.contains("<doc:\($0)>")
    }
    #expect(missing == [])
  }

  /// Names such as `KillTests` or `KillTests/whileARunUndoesWhatItDid` in prose are those of tests.
  @Test func namedTestsExist() throws {
    let tests = ProjectRoot.url.appending(path: "Tests")
    let files = try #require(FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil))
    var sources: [String: String] = [:]
    for case let file as URL in files where file.pathExtension == "swift" {
      // Parts of a suite are in files such as `SuiteTests+part.swift`.
      let suite = file.deletingPathExtension().lastPathComponent.split(separator: "+")[0]
      sources[String(suite), default: ""] += try String(contentsOf: file, encoding: .utf8)
    }
    for page in try DocumentationPage.all() {
      for name in page.prose.matches(of: #/`([A-Z]\w+Tests)(?:/(\w+))?`/#) {
        // A target of tests is a folder.
        let isTarget = FileManager.default.fileExists(atPath: tests.appending(path: String(name.1)).path)
        #expect(sources[String(name.1)] != nil || isTarget, "\(page): there is no \(name.1)")
        if let function = name.2 {
          #expect(
            sources[String(name.1)]?.contains("func \(function)(") == true,
            "\(page): \(name.1) has no test \(function)")
        }
      }
    }
  }

  /// What runs a block of commands: continuous integration, a test of its own, or `ArticleCommandTests`. A block that only a
  /// person can run says why, and runs no flowform on this machine.
  @Test func everyBlockOfCommandsIsRun() throws {
    let run = try ProjectFiles.text(".ci/run")
    let tests = try FileManager.default.contentsOfDirectory(
      at: ProjectRoot.url.appending(path: "Tests/RecipeTests"), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    for block in try DocumentationPage.all().flatMap(\.blocks) {
      if let name = block.marker("command") {
        #expect(
          run.contains("run_documented_command \(name)\n"), "\(block.place): .ci/run does not run \(name)")
      } else if let name = block.marker("recipe") {
        #expect(tests.contains("recipe(\"\(name)\")"), "\(block.place): no test runs \(name)")
      } else if block.marker("by hand") != nil {
        #expect(
          !block.text.contains(#/^(?:[A-Z_]+=\S+ )*flowform /#.anchorsMatchLineEndings()), "\(block.place)")
      } else if block.language == "sh" || block.language == "console" {
        #expect(ArticleCommandTests.runs(block), "\(block.place)")
      } else {
        #expect(["yaml", "text", "json"].contains(block.language), "\(block.place): \(block.language)")
        #expect(block.language != "yaml" || block.marker("file") != nil, "\(block.place): no test reads it")
      }
    }
  }

  @Test(arguments: try DocumentationPage.all())
  func pagesArePlain(_ page: DocumentationPage) {
    #expect(PlainEnglish.phrases(in: page.prose) == [], "\(page)")
  }
}
