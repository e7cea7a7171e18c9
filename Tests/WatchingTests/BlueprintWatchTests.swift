import Blueprints
import Foundation
import Model
import TestSupport
import Testing

@testable import Watching

/// The changes of files that a service notices, and those that are none.
struct BlueprintWatchTests {
  private final class Scene {
    let directory: TemporaryDirectory
    var watch: BlueprintWatch
    private var now = ContinuousClock.now

    init(_ files: [String: String], others: Set<String> = []) throws {
      directory = try TemporaryDirectory()
      for (name, text) in files { try directory.write(text, to: name) }
      var otherFiles: Set<String> = []
      for name in others { otherFiles.insert(directory.path(name)) }
      watch = BlueprintWatch(
        paths: [directory.path("b")], otherFiles: otherFiles, unrest: .seconds(30))
    }

    /// A look a second after the last one.
    func look() -> Bool {
      now += .seconds(1)
      return watch.look(at: now)
    }

    /// The looks until the change is taken; nil if none of ten takes it.
    func looksUntilTaken() -> Int? {
      for number in 1...10 where look() { return number }
      return nil
    }

    var texts: [String] { watch.files.files.map { String(decoding: $0.source.bytes, as: UTF8.self) } }
  }

  @Test func takesAChangeAtTheSecondLook() throws {
    let scene = try Scene(["b/one.yaml": "old"])
    #expect(scene.looksUntilTaken() == nil)
    try scene.directory.write("new", to: "b/one.yaml")
    #expect(scene.looksUntilTaken() == 2 && scene.texts == ["new"])
    #expect(scene.looksUntilTaken() == nil)
  }

  @Test func theSameTextIsNoChange() throws {
    let scene = try Scene(["b/one.yaml": "text"])
    try scene.directory.write("text", to: "b/one.yaml")
    #expect(scene.looksUntilTaken() == nil)
  }

  @Test func noticesNewAndRemovedFilesBelowTheFolder() throws {
    let scene = try Scene(["b/one.yaml": "1", "b/deep/two.yaml": "2"])
    try scene.directory.write("3", to: "b/deep/three.yaml")
    #expect(scene.looksUntilTaken() == 2 && scene.texts == ["3", "2", "1"])
    try FileManager.default.removeItem(atPath: scene.directory.path("b/deep"))
    #expect(scene.looksUntilTaken() == 2 && scene.texts == ["1"])
  }

  @Test func followsTheLinkThatAConfigMapSwaps() throws {
    let files = ["b/..1/one.yaml": "old", "b/..2/one.yaml": "new"]
    let directory = try TemporaryDirectory()
    for (name, text) in files { try directory.write(text, to: name) }
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: directory.path("b/..data"), withDestinationPath: "..1")
    try manager.createSymbolicLink(
      atPath: directory.path("b/one.yaml"), withDestinationPath: "..data/one.yaml")
    var watch = BlueprintWatch(paths: [directory.path("b")], otherFiles: [], unrest: .seconds(30))
    #expect(watch.files.files.map(\.source.bytes) == [Array("old".utf8)])
    // As the kubelet does it: a new link is moved over the old one.
    try manager.createSymbolicLink(atPath: directory.path("b/..tmp"), withDestinationPath: "..2")
    #expect(rename(directory.path("b/..tmp"), directory.path("b/..data")) == 0)
    let now = ContinuousClock.now
    #expect(!watch.look(at: now) && watch.look(at: now + .seconds(1)))
    #expect(watch.files.files.map(\.source.bytes) == [Array("new".utf8)])
  }

  @Test func followsTheLinkThatGitSyncSwaps() throws {
    let directory = try TemporaryDirectory()
    try directory.write("old", to: "worktrees/1/b/one.yaml")
    try directory.write("new", to: "worktrees/2/b/one.yaml")
    let link = directory.path("current")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "worktrees/1")
    var watch = BlueprintWatch(paths: [link + "/b"], otherFiles: [], unrest: .seconds(30))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("next"), withDestinationPath: "worktrees/2")
    #expect(rename(directory.path("next"), link) == 0)
    let now = ContinuousClock.now
    #expect(!watch.look(at: now) && watch.look(at: now + .seconds(1)))
    #expect(watch.files.files.map(\.source.bytes) == [Array("new".utf8)])
  }

  @Test func filesThatKeepChangingAreReadOnlyAtRest() throws {
    let scene = try Scene(["b/one.yaml": "0"])
    for number in 1...20 {
      try scene.directory.write("\(number)" + String(repeating: "x", count: number), to: "b/one.yaml")
      #expect(!scene.look())
    }
    #expect(scene.looksUntilTaken() == 1 && scene.texts == ["20" + String(repeating: "x", count: 20)])
  }

  @Test func filesThatNeverRestAreReadInTheEnd() throws {
    let scene = try Scene(["b/one.yaml": "0"])
    var taken: [Int] = []
    for number in 1...40 {
      try scene.directory.write("\(number)" + String(repeating: "x", count: number), to: "b/one.yaml")
      if scene.look() { taken.append(number) }
    }
    #expect(taken == [31])
  }

  @Test func otherFilesCountToo() throws {
    let scene = try Scene(["b/one.yaml": "1", "values.yaml": "a: 1"], others: ["values.yaml"])
    try scene.directory.write("a: 2", to: "values.yaml")
    #expect(scene.looksUntilTaken() == 2)
    // One that is named later counts from then on.
    try scene.directory.write("secret", to: "read.txt")
    scene.watch.otherFiles.insert(scene.directory.path("read.txt"))
    #expect(scene.looksUntilTaken() == nil)
    try scene.directory.write("changed", to: "read.txt")
    #expect(scene.looksUntilTaken() == 2)
  }

  @Test func aFolderThatIsGoneIsAChange() throws {
    let scene = try Scene(["b/one.yaml": "1"])
    try FileManager.default.removeItem(atPath: scene.directory.path("b"))
    #expect(scene.looksUntilTaken() == 2)
    #expect(scene.watch.files.files.isEmpty && scene.watch.files.diagnostics.hasErrors)
    try scene.directory.write("1", to: "b/one.yaml")
    #expect(scene.looksUntilTaken() == 2 && scene.texts == ["1"])
  }
}
