import Foundation

/// The recipes of the README, for tests that run them unchanged.
package enum Readme {
  /// The code block after the marker `<!-- recipe: NAME -->`.
  package static func recipe(_ name: String) throws -> String {
    let marker = "<!-- recipe: \(name) -->\n```"
    let parts = try ProjectFiles.text("README.md").split(separator: marker, omittingEmptySubsequences: false)
    guard parts.count == 2, let begin = parts[1].firstIndex(of: "\n"),
      let end = parts[1][begin...].range(of: "\n```\n")
    else { throw Missing(description: "README.md has not one recipe \"\(name)\" but \(parts.count - 1)") }
    return String(parts[1][parts[1].index(after: begin)..<end.lowerBound]) + "\n"
  }

  private struct Missing: Error, CustomStringConvertible {
    let description: String
  }
}
