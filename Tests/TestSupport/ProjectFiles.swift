import Foundation

/// The project's own files, for tests that compare them.
package enum ProjectFiles {
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: ProjectRoot.url.appending(path: path), encoding: .utf8)
  }
}
