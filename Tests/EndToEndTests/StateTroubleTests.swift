import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import State
import Subprocess
import Testing

/// A full disk, unwritable paths and leftover locks: nothing is lost, and nothing is half written.
struct StateTroubleTests {
  private static let state = "flowform.state.json"

  /// A shell limit on file sizes, in blocks of 512 bytes. A write beyond it fails as on a full disk.
  private func limited(_ workspace: Workspace, blocks: Int) async throws -> FlowformProcess.Finished {
    var shell = workspace.flowform
    shell.shell = "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\""
    return try await shell("apply", "--yes", "--parallelism", "4")
  }

  /// The limits hit the journal's head, its first and later entries, and the state.
  @Test(arguments: [0, 1, 2, 4, 6, 8, 11, 14])
  func aFullDiskLosesNothing(_ blocks: Int) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(FlowText.many(3))
      let good = try workspace.read(Self.state)
      try workspace.write(FlowText.many(30))
      let apply = try await limited(workspace, blocks: blocks)
      #expect(apply.status == 1, "\(apply.error)")
      #expect(apply.error.contains("cannot be written"), "\(apply.error)")
      #expect(apply.error.contains("exceed the limit on file sizes"), "\(apply.error)")
      #expect(try workspace.read(Self.state) == good)
      let store = StateStore(path: workspace.folder.appending(path: Self.state).path)
      let known = try store.load().snapshot
      let there = try await workspace.flowCount()
      #expect(there >= known.resources.count && there <= known.resources.count + known.intents.count)
      if blocks == 0 { #expect(there == 3) }
      let names = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
      #expect(!names.contains { $0.contains(".tmp") }, "\(names)")
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flowCount() == 30)
      let origins = try workspace.json()["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
      #expect(origins.count == 30 && origins.allSatisfy { $0 == "created" })
      try await workspace.expectSettled()
    }
  }

  /// A folder is in the place of the file. Not even the superuser can write to it.
  @Test(arguments: [
    ("", "cannot be read"), (".lock", "cannot be written"), (".journal", "cannot be"),
  ])
  func whereAFileCannotBeNothingIsSent(_ ending: String, _ word: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      let obstacle = workspace.folder.appending(path: Self.state + ending)
      try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains(word) && apply.error.contains(Self.state + ending), "\(apply.error)")
      #expect(workspace.writes.isEmpty)
      try FileManager.default.removeItem(at: obstacle)
      #expect(try await workspace.apply(FlowText.many(2)).count == 2)
    }
  }

  /// Runs as a user without write access to the folder, since the superuser could write.
  @Test func inAFolderThatCannotBeWrittenNothingIsSent() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(FlowText.many(1))
      let good = try workspace.read(Self.state)
      try workspace.write(FlowText.many(2))
      let files = FileManager.default
      for name in [Self.state, "blueprints/flows.yaml"] {
        try files.setAttributes(
          [.posixPermissions: 0o644], ofItemAtPath: workspace.folder.appending(path: name).path)
      }
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: workspace.folder.path)
      defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workspace.folder.path) }
      var flowform = workspace.flowform
      let asAnother = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
      flowform.shell = "exec \(asAnother)\"$0\" \"$@\""
      workspace.sandbox.requests.reset()
      #expect(try await flowform("state", "list").status == 0)
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains("cannot be written: permission denied"), "\(apply.error)")
      #expect(workspace.writes.isEmpty)
      #expect(try workspace.read(Self.state) == good)
    }
  }

  @Test func whereTheStateCannotBeReplacedItsJournalKeepsWhatWasDone() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(FlowText.many(1))
      let good = try workspace.read(Self.state)
      try workspace.write(FlowText.many(3))
      let obstacle = workspace.folder.appending(path: Self.state + ".backup")
      try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
      let apply = try await workspace.flowform("apply", "--yes", "--format", "json")
      #expect(apply.status == 1)
      #expect(apply.error.contains("cannot be written"), "\(apply.error)")
      #expect(apply.error.contains("the next run adds them to the state"), "\(apply.error)")
      let last = try JSONReader.read(String(apply.output.split(separator: "\n").last ?? ""))
      #expect(last["event"] == "summary" && last["created"] == 2)
      #expect(try workspace.read(Self.state) == good)
      try FileManager.default.removeItem(at: obstacle)
      #expect(try await workspace.apply(FlowText.many(3)).isEmpty)
      #expect(try workspace.json()["resources"]?.map?.count == 3)
      #expect(try workspace.read(Self.state + ".backup") == good)
    }
  }

  @Test func aStateThatWasDeletedIsMadeAnewWithoutAWrite() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(FlowText.many(3))
      try FileManager.default.removeItem(at: workspace.folder.appending(path: Self.state))
      #expect(try await workspace.apply(FlowText.many(3)).isEmpty)
      let resources = try workspace.json()["resources"]?.map
      #expect(resources?.count == 3)
      // Their origin is no longer known, so they are never pruned.
      #expect(resources?.values.allSatisfy { $0["origin"] == "adopted" } == true)
      try await workspace.expectSettled()
    }
  }

  @Test func aJournalOfANewerVersionIsLeftAsItIs() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(FlowText.many(1))
      let text = #"{"journal":2,"lineage":"x","serial":1}"# + "\n"
      try workspace.write(text, to: Self.state + ".journal")
      for command in [["plan"], ["apply", "--yes"]] {
        let finished = try await workspace.flowform.run(command)
        #expect(finished.status == 1)
        #expect(finished.error.contains("a newer flowform wrote"), "\(finished.error)")
        #expect(try workspace.read(Self.state + ".journal") == text)
      }
    }
  }

  // MARK: - Locks

  @Test func theLockOfADeadProcessIsTakenOverWithANote() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 20
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(4))
      _ = try await workspace.flowform.interrupted(["apply", "--yes"], with: .kill) { _ in
        !workspace.writes.isEmpty
      }
      #expect(workspace.exists(Self.state + ".lock"))
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.error.contains("note: took over the lock that"), "\(apply.error)")
      #expect(try await workspace.flowCount() == 4)
    }
  }

  @Test func unlockRefusesWhileItsHolderRunsUnlessForced() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(3))
      let gate = try GatedServer()
      try await gate.withRunning { port in
        var flowform = workspace.flowform
        flowform.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        let (first, others) = (flowform, workspace.flowform)
        gate.hold(.before(3))
        async let running = first("apply", "--yes", "--parallelism", "1")
        try await gate.held.wait()
        let refused = try await others("state", "unlock", "--yes")
        #expect(refused.status == 1)
        #expect(refused.error.contains("flowform apply) since"), "\(refused.error)")
        #expect(refused.error.contains("still runs on this machine"))
        #expect(workspace.exists(Self.state + ".lock"))
        let second = try await others("apply", "--yes")
        #expect(second.status == 1 && second.error.contains("flowform state unlock"), "\(second.error)")
        let forced = try await others("state", "unlock", "--yes", "--force")
        #expect(forced.status == 0, "\(forced.error)")
        #expect(!workspace.exists(Self.state + ".lock"))
        gate.release()
        #expect(try await running.status == 0)
      }
    }
  }

  @Test func unlockShowsTheHolderAndAsks() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      let text = """
        {"user":"ada","host":"elsewhere","pid":5,"command":"apply","since":"2026-01-01T00:00:00Z"}

        """
      try workspace.write(text, to: Self.state + ".lock")
      let locked = try await workspace.flowform("apply", "--yes")
      #expect(locked.status == 1 && locked.error.contains("ada@elsewhere"), "\(locked.error)")
      let asked = try await workspace.flowform("state", "unlock")
      #expect(asked.status == 1)
      #expect(
        asked.error.contains("ada@elsewhere (process 5, flowform apply) since 2026-01-01"), "\(asked.error)")
      #expect(asked.error.contains("pass --yes"))
      #expect(try workspace.read(Self.state + ".lock") == text)
      #expect(try await workspace.flowform("state", "unlock", "--yes").status == 0)
      #expect(!workspace.exists(Self.state + ".lock"))
      let free = try await workspace.flowform("state", "unlock", "--yes")
      #expect(free.status == 0 && free.output.contains("is not locked"))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
    }
  }
}
