import Foundation

/// A page of the documentation: README.md, or an article of the catalog.
package struct DocumentationPage: Sendable, CustomStringConvertible {
  /// From the project's root, such as `Sources/flowform/Documentation.docc/State.md`.
  package let path: String
  package let text: String

  /// Reads the page at a path from the project's root.
  package init(_ path: String) throws {
    self.path = path
    text = try ProjectFiles.text(path)
  }

  private static let catalog = "Sources/flowform/Documentation.docc"

  /// README.md and all articles, by name.
  package static func all() throws -> [DocumentationPage] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: ProjectRoot.url.appending(path: catalog).path)
    return try (["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "\(catalog)/\($0)" })
      .map { try DocumentationPage($0) }
  }

  /// The article of a name, such as `State`.
  package static func article(_ name: String) throws -> DocumentationPage {
    try DocumentationPage("\(catalog)/\(name).md")
  }

  /// The recipe after the marker `<!-- recipe: NAME -->`, on whichever page it stands.
  package static func recipe(_ name: String) throws -> String {
    let found = try all().flatMap(\.blocks).filter { $0.markers == ["recipe: \(name)"] }
    guard found.count == 1 else {
      throw Missing(description: "the documentation has not one recipe \"\(name)\" but \(found.count)")
    }
    return found[0].text
  }

  package var description: String { path }

  package var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  package var blocks: [DocumentationBlock] { DocumentationBlock.all(in: self) }

  /// The text without its code blocks.
  package var prose: String {
    var isCode = false
    return lines.filter { line in
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isCode.toggle()
        return false
      }
      return !isCode
    }.joined(separator: "\n")
  }

  private struct Missing: Error, CustomStringConvertible {
    let description: String
  }
}
