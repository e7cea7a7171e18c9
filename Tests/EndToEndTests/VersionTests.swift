import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// What `--version` says of the build.
struct VersionTests {
  @Test func namesVersionAndCommit() async throws {
    let run = try await FlowformProcess(folder: "/")("--version")
    let words = try #require(run.output.wholeMatch(of: #/flowform 0\.1\.0(?: \(commit ([0-9a-f]{12})\))?\n/#))
    // Git's log of what was checked out, where this is a clone and no mere copy of the files.
    guard let log = try? ProjectFiles.text(".git/logs/HEAD") else { return }
    let commit = try #require(words.1, "built from a clone, it knows the commit: \(run.output)")
    #expect(log.split(separator: "\n").contains { $0.split(separator: " ")[1].hasPrefix(commit) })
  }
}
