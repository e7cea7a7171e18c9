import Blueprints
import Foundation
import Model
import Operations
import OrderedCollections
import Planning
import State
import TestSupport
import Testing

@testable import Watching

/// A service over one target: what it reads, writes and tells.
struct TargetWatchTests {
  private static let one = WatchScene.flows(["one": "First"])

  // MARK: - Telling and applying

  @Test func withoutApplyItOnlyTells() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(applies: false, interval: .milliseconds(50))) { running in
      try await running.until("a plan") { $0.lastSuccess != nil }
      try await running.until(
        #"flowform_pending_changes{target="default",kind="authentik_flows.flow",action="create"}"#, is: 1)
      #expect(running.status.isReady && !running.status.isApplied)
    }
    #expect(scene.server.writes.isEmpty && !FileManager.default.fileExists(atPath: scene.store.path))
    #expect(scene.log.count("create authentik_flows.flow[slug=one]") == 1)
  }

  @Test func itAppliesAtTheStartAndAfterEachChangeOfTheFiles() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options()) { running in
      try await running.until("the first apply") { $0.isApplied }
      #expect(try await scene.titles()["one"] == "First")
      try scene.write(WatchScene.flows(["one": "Second", "two": "T"]))
      try await running.until("the second apply") { _ in try await scene.titles()["one"] == "Second" }
      try await running.until(
        #"flowform_applied_objects_total{target="default",action="update"}"#, is: 1)
      try await running.until(
        #"flowform_pending_changes{target="default",kind="authentik_flows.flow",action="create"}"#, is: 0)
    }
    #expect(scene.server.writes.count == 3, "\(scene.server.writes)")
    #expect(try scene.store.load().snapshot.resources.count == 2)
    #expect(try scene.store.lockStatus() == .free)
  }

  @Test func driftIsUndoneAtTheNextInterval() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(interval: .milliseconds(100))) { running in
      try await running.until("the first apply") { $0.isApplied }
      try await scene.change("one", title: "by hand")
      try await running.until("the second apply") { _ in try await scene.titles()["one"] == "First" }
    }
    #expect(scene.log.count("update authentik_flows.flow[slug=one] (changed outside)") == 1)
  }

  @Test func driftIsTold() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options()) { try await $0.until("an apply") { $0.isApplied } }
    try await scene.change("one", title: "by hand")
    try await scene.running(WatchScene.options(applies: false)) { running in
      try await running.until(#"flowform_drift_objects{target="default",kind="authentik_flows.flow"}"#, is: 1)
    }
    #expect(try await scene.titles()["one"] == "by hand")
  }

  // MARK: - What it costs

  @Test func anUnchangedServerCostsOnlyItsListPages() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(interval: .milliseconds(400))) { running in
      try await running.until("an apply") { $0.isApplied }
      let before = try scene.store.load().snapshot
      for _ in 0..<3 {
        let last = running.status.lastSuccess
        scene.server.forget()
        try await running.until("the next look") { $0.lastSuccess != last }
        // Each list once: there is nothing to apply.
        #expect(scene.server.reads.count == 2, "\(scene.server.reads)")
      }
      #expect(scene.server.writes.isEmpty)
      #expect(
        Set(scene.server.reads) == ["GET /flows/instances/", "GET /managed/blueprints/"],
        "\(scene.server.reads)")
      #expect(try scene.store.load().snapshot == before)
    }
  }

  @Test func anUnchangedFileIsNotParsedAgain() async throws {
    let scene = try WatchScene(Self.one)
    try scene.write(WatchScene.flows(["two": "T"]), to: "two.yaml")
    try await scene.running(WatchScene.options(interval: .milliseconds(30))) { running in
      try await running.until("an apply") { $0.isApplied }
      scene.server.forget()
      try await running.until("some looks") { _ in scene.server.reads.count > 10 }
      #expect(running.watch.parseCount == 2)
      try scene.write(WatchScene.flows(["two": "New"]), to: "two.yaml")
      try await running.until("the change") { _ in try await scene.titles()["two"] == "New" }
      #expect(running.watch.parseCount == 3)
    }
  }

  // MARK: - Blueprints that are wrong

  @Test func blueprintsWithMistakesAreToldAndTheLastGoodOnesStayInForce() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(interval: .milliseconds(100))) { running in
      try await running.until("an apply") { $0.isApplied }
      try scene.write(
        WatchScene.flows(["one": "Bad", "two": "T"]).replacing("slug: two", with: "slug: 'no slug'"))
      try await running.until("the mistake") { !$0.mistakes.isEmpty }
      try await running.until(#"flowform_blueprints_valid{target="default"}"#, is: 0)
      #expect(running.status.mistakes[0].location?.file == scene.folder + "/flows.yaml")
      // Drift is undone as the good blueprints say.
      try await scene.change("one", title: "by hand")
      try await running.until("the good title") { _ in try await scene.titles()["one"] == "First" }
      try scene.write(WatchScene.flows(["one": "Third"]))
      try await running.until("the mended blueprints") { _ in try await scene.titles()["one"] == "Third" }
      try await running.until("no mistakes") { $0.mistakes.isEmpty && $0.trouble == nil }
    }
    #expect(Set(try await scene.titles().keys) == ["one"])
    // A mistake is told once, however often the blueprints are looked at.
    #expect(scene.log.count("flows.yaml:") == 1, "\(scene.log.lines)")
    #expect(scene.log.count("the last blueprints without mistakes stay in force") >= 1)
  }

  @Test func aFolderThatIsGoneDeletesNothing() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(
      WatchScene.options(interval: .milliseconds(50)), request: { $0.prunes = true }
    ) { running in
      try await running.until("an apply") { $0.isApplied }
      try scene.remove("flows.yaml")
      try await running.until("the mistake") { !$0.mistakes.isEmpty }
      let success = running.status.lastSuccess
      try await running.until("another look") { $0.lastSuccess != success }
      #expect(Set(try await scene.titles().keys) == ["one"])
      try FileManager.default.removeItem(atPath: scene.folder)
      try await running.until("the other mistake") {
        $0.mistakes.first?.message.contains("there is no file or folder") ?? false
      }
    }
    #expect(Set(try await scene.titles().keys) == ["one"])
  }

  @Test func pruningIsGuarded() async throws {
    let slugs = (0..<8).map { "flow-\($0)" }
    let scene = try WatchScene("version: 1\nentries: []\n")
    @Sendable func text(_ slugs: ArraySlice<String>) -> String {
      "version: 1\nentries:\n"
        + slugs.map {
          "- {model: authentik_flows.flow, identifiers: {slug: \($0)}, attrs: {name: n, title: t, designation: authentication}}\n"
        }.joined()
    }
    try scene.write(text(slugs[...]))
    try await scene.running(WatchScene.options(), request: { $0.prunes = true }) { running in
      try await running.until("an apply") { $0.isApplied }
      try scene.write(text(slugs.prefix(1)))
      try await running.until(#"flowform_failures_total{target="default",class="refused"}"#, is: 1)
      #expect(running.status.trouble?.failure.message.contains("--max-deletes 7") ?? false)
      #expect(try await scene.titles().count == 8)
      try scene.write(text(slugs.prefix(4)))
      try await running.until("the deletes") { _ in try await scene.titles().count == 4 }
      try await running.until("no trouble") { $0.trouble == nil }
    }
  }

  // MARK: - Days that are bad

  @Test func aServerThatIsDownIsTriedAgain() async throws {
    let scene = try WatchScene(Self.one)
    scene.server.turn(.off)
    try await scene.running(WatchScene.options()) { running in
      try await running.until("failures") { ($0.trouble?.count ?? 0) >= 3 }
      #expect(!running.status.isReady && running.status.trouble?.failure.kind == .unreachable)
      scene.server.turn(.on)
      try await running.until("an apply") { $0.isApplied && $0.trouble == nil }
      scene.server.turn(.off)
      try scene.write(WatchScene.flows(["one": "Second"]))
      try await running.until("trouble") { $0.trouble != nil }
      scene.server.turn(.on)
      try await running.until("the change") { _ in try await scene.titles()["one"] == "Second" }
    }
  }

  @Test func aRefusedTokenIsToldAtOnceAndTriedAgain() async throws {
    let scene = try WatchScene(Self.one)
    scene.server.turn(.refusing)
    try await scene.running(WatchScene.options { $0.pace.firstPause = .seconds(600) }) { running in
      try await running.until("the token") { $0.trouble?.failure.kind == .token }
      scene.server.turn(.on)
      try await running.until("an apply") { $0.isApplied }
    }
    #expect(scene.log.count("error: ") >= 1)
  }

  /// authentik answers every request with 403 then, as it does where a permission is missing.
  @Test func aTokenThatIsRevokedMeanwhileIsNoticed() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(interval: .milliseconds(50))) { running in
      try await running.until("an apply") { $0.isApplied }
      scene.server.turn(.refusing)
      try await running.until("the token") { $0.trouble?.failure.kind == .token }
      scene.server.turn(.on)
      try scene.write(WatchScene.flows(["one": "Second"]))
      try await running.until("the change") { _ in try await scene.titles()["one"] == "Second" }
    }
  }

  @Test func aChangeThatFailsIsTriedAgain() async throws {
    let scene = try WatchScene(WatchScene.flows(["one": "First", "two": "T"]))
    scene.server.refuse(["two"])
    try await scene.running(WatchScene.options { $0.onFailure = .continue }) { running in
      try await running.until("the failure") { ($0.trouble?.count ?? 0) >= 2 }
      #expect(running.status.trouble?.failure.kind == .apply)
      #expect(Set(try await scene.titles().keys) == ["one"])
      scene.server.refuse([])
      try await running.until("the apply") { $0.isApplied && $0.trouble == nil }
    }
    #expect(Set(try await scene.titles().keys) == ["one", "two"])
  }

  @Test func otherFilesOfTheBlueprintsAreWatched() async throws {
    let scene = try WatchScene(
      """
      version: 1
      entries:
      - model: authentik_flows.flow
        identifiers: {slug: one}
        attrs: {name: one, title: !File title.txt, designation: authentication}
      """)
    try scene.write("First", to: "title.txt")
    try await scene.running(WatchScene.options()) { running in
      try await running.until("an apply") { $0.isApplied }
      try scene.write("Second", to: "title.txt")
      try await running.until("the change") { _ in try await scene.titles()["one"] == "Second" }
    }
  }
}
