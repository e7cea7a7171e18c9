import Catalog
import Model
import Planning
import Remote
import RemoteSupport
import TestSupport
import Testing

@testable import Applying

/// What a delete takes away besides the object itself.
struct DeletedObjectReaderTests {
  private func dependents(
    _ answer: @escaping @Sendable (APIRequest) -> ScriptedTransport.Answer
  ) async throws -> DeletedObjectReader.Dependents {
    let api = ScriptedTransport { request, _ in answer(request) }.api()
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let kind = try #require(catalog.kind("authentik_core.user"))
    return try await DeletedObjectReader(api: api, catalog: catalog).dependents(of: "7", kind)
  }

  /// It may have gone with another object of the same run.
  @Test func anObjectThatIsGoneHasNone() async throws {
    let found = try await dependents { _ in .json(404, ["detail": "Not found."]) }
    #expect(found.objects.isEmpty && found.lost.isEmpty)
  }

  @Test func equalKeysOfTwoKindsAreTwoObjects() async throws {
    let found = try await dependents { request in
      guard request.path.hasSuffix("/7/used_by/") else {
        return request.path.hasSuffix("used_by/") ? .json(200, []) : .json(200, ["pk": "1", "name": "x"])
      }
      return .json(
        200,
        [
          // One relation clears the reference, the other one deletes the object.
          ["app": "authentik_core", "model_name": "group", "pk": "1", "name": "g", "action": "set_null"],
          ["app": "authentik_core", "model_name": "group", "pk": "1", "name": "g", "action": "cascade"],
          [
            "app": "authentik_policies", "model_name": "policybinding", "pk": "1", "name": "b",
            "action": "cascade",
          ],
          [
            "app": "authentik_core", "model_name": "provider", "pk": "4", "name": "SCIM", "action": "cascade",
          ],
        ])
    }
    #expect(
      found.objects.map(\.kind.model) == ["authentik_core.group", "authentik_policies.policybinding"])
    #expect(found.objects.allSatisfy { !$0.isCleared })
    #expect(found.lost == ["authentik_core.provider `SCIM`"])
  }
}
