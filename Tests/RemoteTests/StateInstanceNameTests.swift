import Catalog
import Model
import OrderedCollections
import Remote
import RemoteSupport
import TestSupport
import Testing

/// Which blueprint instances hold a state, and that nothing but the state sees them.
struct StateInstanceNameTests {
  @Test(arguments: [
    ("flowform.state.default/state", true), ("flowform.state.a-B_9/lock", true),
    ("flowform.state.default/12-1a2b3c4d/3", true), ("flowform.state.default/12-1a2b3c4d/0", false),
    ("flowform.state.default/12-1a2b3c4d", false), ("flowform.state.default/", false),
    ("flowform.state.default", false), ("flowform.state./state", false), ("flowform.state.a.b/state", false),
    ("xflowform.state.default/state", false), ("Flowform.state.default/state", false), ("", false),
    ("flowform.state.default/state/1/2", false), ("flowform.state.default//1", false),
  ])
  func isReadBack(_ text: String, _ isOwn: Bool) {
    let name = StateInstanceName(text)
    #expect((name != nil) == isOwn)
    if let name { #expect(name.description == text) }
  }

  @Test(arguments: [
    ("default", true), ("a", true), ("A-b_9", true), ("", false), ("a/b", false), ("a.b", false),
    ("ä", false),
    ("a b", false), (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
  ])
  func aSetHasAPlainName(_ name: String, _ isSound: Bool) {
    #expect((StateSet(name) != nil) == isSound)
  }

  @Test func noReadShowsThem() async throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let kind = try #require(catalog.kind(StateInstanceName.model))
    let flow = try #require(catalog.kind("authentik_flows.flow"))
    let own: Value = ["pk": "1", "name": "flowform.state.default/state"]
    let other: Value = ["pk": "2", "name": "flowform.state"]
    let api = LiveAPI(
      APIClient(
        ScriptedTransport { request, _ in
          if request.path.hasSuffix("/1/") { return .json(200, own) }
          if request.path.hasSuffix("/2/") { return .json(200, other) }
          return .page([own, other])
        }))
    #expect(try await api.list(kind) == [other])
    #expect(try await api.firstPage(kind).objects == [other])
    #expect(try await api.retrieve(kind, key: "1") == nil)
    #expect(try await api.retrieve(kind, key: "2") == other)
    // Other kinds may have objects of this name.
    #expect(try await api.list(flow).count == 2)
  }
}
