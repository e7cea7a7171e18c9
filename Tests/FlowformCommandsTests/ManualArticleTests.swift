import FlowformCommands
import Foundation
import TestSupport
import Testing

/// The articles of the documentation that are made from the commands, and what other pages say of commands.
struct ManualArticleTests {
  private static let articles = Result { CommandReference.articles(of: try CommandDescription.root()) }

  /// A change of a command is not done until its article is made again: FLOWFORM_RECORD=1.
  @Test func articlesOfCommandsAreUpToDate() throws {
    for article in try Self.articles.get() {
      Snapshot.expect(
        article.text, at: "Sources/flowform/Documentation.docc/\(article.name).md",
        suite: "ManualArticleTests")
    }
  }

  @Test func everyCommandAndOptionIsInAnArticle() throws {
    let text = try Self.articles.get().map(\.text).joined()
    let commands = try CommandDescription.root().all.dropFirst()
    #expect(commands.filter { !text.contains("\n## \($0.name)\n") }.map(\.name) == [])
    let options = Set(commands.flatMap(\.arguments).flatMap(\.names))
    #expect(options.filter { !text.contains("`\($0)`") && !text.contains("`\($0) <") } == [])
  }

  /// A command or option that a page names exists: `flowform plan --out` in a sentence, a table or a code block.
  @Test(arguments: try DocumentationPage.all())
  func pagesNameCommandsAndOptionsThatExist(_ page: DocumentationPage) throws {
    let root = try CommandDescription.root()
    // Not `kubectl create secret generic flowform`, where it is a name.
    let commands = #/(?:^ *|[`(]|&& |\| |; |run: |\$ )flowform((?: [a-z-][^\s`;|&<>)]*)+)/#
      .anchorsMatchLineEndings()
    let codes = page.text.matches(of: commands)
    var unknown: [String] = []
    for code in codes {
      var command = root
      for word in code.1.split(separator: " ") {
        if let next = command.subcommands.first(where: { $0.path.last == String(word) }) {
          command = next
        } else if word.hasPrefix("-"), word.count > 1 {
          let name = String(word.prefix { $0 != "=" })
          let isKnown =
            command.arguments.contains { $0.names.contains(name) }
            || ["--generate-completion-script", "--help", "--version", "--"].contains(name)
          if !isKnown { unknown.append("flowform\(code.1): \(name)") }
        }
      }
    }
    #expect(unknown == [])
  }
}
