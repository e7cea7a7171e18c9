import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// The output of `--version` about the build.
struct VersionTests {
  @Test func namesVersionAndCommit() async throws {
    let run = try await FlowformProcess(folder: "/")("--version")
    let words = try #require(run.output.wholeMatch(of: #/flowform 0\.1\.0(?: \(commit ([0-9a-f]{12})\))?\n/#))
    // Git's log of the checked-out commit, if this is a clone and not a copy of the files.
    guard let log = try? ProjectFiles.text(".git/logs/HEAD") else { return }
    let commit = try #require(words.1, "built from a clone, it knows the commit: \(run.output)")
    #expect(log.split(separator: "\n").contains { $0.split(separator: " ")[1].hasPrefix(commit) })
  }
}
