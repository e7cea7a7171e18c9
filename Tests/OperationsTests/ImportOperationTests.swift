import Model
import Operations
import OrderedCollections
import Planning
import State
import TestSupport
import Testing

/// An object of the server that flowform did not make.
struct ImportOperationTests {
  private static let blueprint = Scene.flows(["one": "T"])

  private static func scene() async throws -> Scene {
    let scene = try Scene(blueprint)
    try await scene.addFlow("one", title: "Another")
    return scene
  }

  private static func run(_ slug: String, _ scene: Scene) async throws {
    _ = try await ImportOperation(scene.session()).run(
      AddressReader.read(ResourceAddress.flow(slug).description))
  }

  @Test func isRecordedAsAdopted() async throws {
    let scene = try await Self.scene()
    try await Self.run("one", scene)
    let state = try scene.store.load().snapshot
    let record = try #require(state.resources[ResourceAddress.flow("one")])
    #expect(record.origin == .adopted && record.applied.isEmpty && record.source.isEmpty)
    #expect(state.server == Scene.server && state.serial == 1)
    // Nothing was applied yet, so a difference is none from outside.
    let change = try await scene.plan(scene.request(), scene.session()).changes.first
    #expect(change?.action == .update)
    #expect(change?.fields.map(\.isDrift) == [false])
  }

  @Test(arguments: [
    ("one", "already in the state; `flowform state show` prints its record"),
    ("two", "check its identifiers, and that the token may view it"),
    ("renamed", "the object is in the state as authentik_flows.flow[slug=one]"),
  ])
  func isRefused(_ slug: String, _ sentence: String) async throws {
    let scene = try await Self.scene()
    try await Self.run("one", scene)
    let before = try scene.store.load().snapshot
    if slug == "renamed" { try await scene.change("/flows/instances/one/", ["slug": "renamed"]) }
    let error = await #expect(throws: OperationError.self) { try await Self.run(slug, scene) }
    #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    #expect(try scene.store.load().snapshot == before)
    #expect(try scene.store.lockStatus() == .free)
  }
}
