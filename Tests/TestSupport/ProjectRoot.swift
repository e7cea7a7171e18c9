package import Foundation

/// Where the project's files are, derived from the place of this source file.
package enum ProjectRoot {
  package static let url = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
