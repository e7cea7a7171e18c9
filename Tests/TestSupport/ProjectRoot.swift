package import Foundation

/// The root folder of the project, derived from the path of this source file.
package enum ProjectRoot {
  package static let url = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
