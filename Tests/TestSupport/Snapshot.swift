import Foundation
package import Testing

/// Compares a text for people with a recorded text, `Tests/Snapshots/SUITE/NAME.txt`.
///
/// With the environment variable `FLOWFORM_RECORD=1`, the text is recorded instead, and the test fails: a recording
/// must not look like a passed test. The suite is the name of the test's file.
package enum Snapshot {
  package static func expect(
    _ text: String, _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let suite = URL(filePath: file).deletingPathExtension().lastPathComponent
    expect(text, at: "Tests/Snapshots/\(suite)/\(name).txt", suite: suite, sourceLocation: sourceLocation)
  }

  /// Compares a text with a file of the project, such as a picture in the documentation; `path` is from its root.
  package static func expect(
    _ text: String, at path: String, suite: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let snapshot = ProjectRoot.url.appending(path: path)
    guard ProcessInfo.processInfo.environment["FLOWFORM_RECORD"] != "1" else {
      record(text, at: snapshot, sourceLocation)
      return
    }
    guard let recorded = try? String(contentsOf: snapshot, encoding: .utf8) else {
      Issue.record(
        "there is no snapshot \(path); record it with FLOWFORM_RECORD=1 swift test --filter \(suite), and read it",
        sourceLocation: sourceLocation)
      return
    }
    #expect(text == recorded, "\(path) is stale", sourceLocation: sourceLocation)
  }

  private static func record(_ text: String, at snapshot: URL, _ sourceLocation: SourceLocation) {
    do {
      try FileManager.default.createDirectory(
        at: snapshot.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: snapshot)
      Issue.record(
        "recorded \(snapshot.lastPathComponent); read it, and run again without FLOWFORM_RECORD",
        sourceLocation: sourceLocation)
    } catch {
      Issue.record(
        "the snapshot \(snapshot.path) cannot be written: \(error)", sourceLocation: sourceLocation)
    }
  }
}
