import EndToEndSupport
import Model
import OrderedCollections
import TestSupport
import Testing

/// The article about findings explains each code, with an example that gives it. Editors link to the sections.
struct FindingArticleTests {
  private static let article = Result { try DocumentationPage.article("Findings") }

  /// The text below the heading of a code.
  private static func section(_ code: Diagnostic.Code) throws -> String {
    let sections = try article.get().text.split(separator: "\n## ")
    return try #require(sections.first { $0.hasPrefix("\(code.rawValue)\n") }.map(String.init))
  }

  @Test func thereIsASectionForEachCodeAndNoOther() throws {
    let headings = try Self.article.get().prose.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.map { String($0.dropFirst(3)) } == Diagnostic.Code.allCases.map(\.rawValue))
  }

  /// The messages that are quoted: a quote is a paragraph.
  private static func quotes(_ section: String) -> [String] {
    section.split(separator: "\n\n").filter { $0.hasPrefix("> ") }.map { quote in
      quote.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: " ")
    }
  }

  private static func frame(_ message: Value) -> String {
    let text = JSONWriter.write(message)
    return "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
  }

  @Test func theMessageAboutFilesIsReal() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("version: 1\nentries: []\n", to: "blueprints/empty.yaml")
    let run = try await FlowformProcess(folder: directory.path)("validate", "blueprint")
    let quote = try #require(Self.quotes(try Self.section(.files)).first)
    #expect(run.status == 1 && run.error.contains(quote), "\(run.error)")
  }

  /// A missing file has no place in an editor.
  @Test(arguments: Diagnostic.Code.allCases.filter { $0 != .files })
  func theExampleHasTheFinding(_ code: Diagnostic.Code) async throws {
    let directory = try TemporaryDirectory()
    let blocks = try Self.article.get().blocks
    let (blueprint, tests) = ("findings/\(code.rawValue).yaml", "findings/\(code.rawValue).flowtest.yaml")
    let example = try #require(blocks.first { [blueprint, tests].contains($0.marker("file")) })
    let isTest = example.marker("file") == tests
    try directory.write(example.text, to: isTest ? "example.flowtest.yaml" : "example.yaml")
    let run = try await FlowformProcess(folder: directory.path)(
      "language-server",
      input: Self.frame([
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": ["capabilities": [:], "rootUri": .string("file://\(directory.path)")],
      ]) + Self.frame(["jsonrpc": "2.0", "method": "initialized", "params": [:]]))
    let messages = run.output.split(separator: #/Content-Length: \d+\r\n\r\n/#).compactMap {
      try? JSONReader.read(String($0))
    }
    let findings = messages.filter { $0["method"] == "textDocument/publishDiagnostics" }
      .flatMap { $0["params"]?["diagnostics"]?.list ?? [] }
    let quote = try #require(Self.quotes(try Self.section(code)).first)
    let found = findings.first { $0["message"]?.string == quote }
    #expect(found?["code"]?.string == code.rawValue, "\(run.output)\(run.error)")
  }
}
