import Catalog
import Model
import Operations
import OrderedCollections
import Remote
import RemoteSupport
import TestSupport
import Testing

/// What a picture shows of a server, by the recorded answers of real ones.
@Suite(.needsSharedMaterial) struct PictureOperationTests {
  struct Recorded: Sendable {
    let family: String
    let catalog: EmbeddedCatalog
    let application: Value
    let bindings: [Value]

    /// An application with a provider and others for the back channel, and the bindings of groups and users, all bound
    /// to it.
    init(_ family: String, _ catalog: EmbeddedCatalog) throws {
      self.family = family
      self.catalog = catalog
      func answers(_ model: String) throws -> [Value] {
        let bytes = try SharedMaterial.bytes("recordings/\(family)/kinds/\(model).jsonl")
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
          let exchange = try? JSONReader.read(Array(line))
          return (exchange?["response_body"]?.string).flatMap { try? JSONReader.read($0) }
        }
      }
      let application = try #require(
        try answers("authentik_core.application").last { answer in
          answer["provider_obj"]?.map != nil && answer["backchannel_providers_obj"]?.list?.isEmpty == false
        })
      var seen: Set<Value> = []
      bindings = try answers("authentik_policies.policybinding").compactMap { answer in
        guard case .map(var fields) = answer, let key = fields["pk"], fields["target"] != nil,
          fields["group_obj"]?.map != nil || fields["user_obj"]?.map != nil, seen.insert(key).inserted
        else { return nil }
        fields["target"] = application["pk"]
        return .map(fields)
      }
      self.application = application
    }

    func run(_ answers: [String: Result<APIResponse, APIError>]) async throws -> PictureOperation.Result {
      let transport = ScriptedTransport { [self] request, _ in
        if let answer = answers[request.path] { return answer }
        switch request.path {
        case "/core/applications/": return .page([application])
        case "/policies/bindings/": return .page(bindings)
        case "/core/users/me/": return .json(200, ["user": ["is_superuser": true]])
        default: return .page([])
        }
      }
      let session = ServerSession(
        api: transport.api(), catalog: try catalog.load(), version: catalog.version, name: "test",
        parallelism: 4)
      return try await PictureOperation(session).access()
    }
  }

  private static let families: [(String, EmbeddedCatalog)] = [("2024.8", .v2024_8), ("2026.5", .v2026_5_rc1)]

  private func application(_ result: PictureOperation.Result) throws -> DescribedObject {
    try #require(result.objects.first { $0.model == "authentik_core.application" })
  }

  @Test(arguments: families) func answersNameWhatTheyReferTo(_ family: (String, EmbeddedCatalog)) async throws
  {
    let recorded = try Recorded(family.0, family.1)
    let result = try await recorded.run([:])
    #expect(result.diagnostics.isEmpty && result.knowsGates)
    let application = try application(result)
    let provider = try #require(application.target("provider"))
    #expect(provider.model == "authentik_providers_oauth2.oauth2provider")
    #expect(result.objects.contains { $0.address == provider })
    let bindings = result.objects.filter { $0.model == "authentik_policies.policybinding" }
    #expect(bindings.count == recorded.bindings.count && !bindings.isEmpty)
    for binding in bindings {
      #expect(binding.target("target") == application.address)
      let holder = try #require(binding.target("group") ?? binding.target("user"))
      #expect(
        ["authentik_core.group[name=", "authentik_core.user[username="].contains {
          holder.description.hasPrefix($0)
        })
    }
  }

  /// Inside of an application, providers of the back channel are named by their base class alone. The list of providers
  /// knows their kinds.
  @Test(arguments: families) func theListKnowsMoreOfAProvider(_ family: (String, EmbeddedCatalog))
    async throws
  {
    let recorded = try Recorded(family.0, family.1)
    let nested = recorded.application["backchannel_providers_obj"]?.list ?? []
    let listed = nested.map { provider -> Value in
      .map((provider.map ?? [:]).merging(["meta_model_name": "authentik_providers_scim.scimprovider"]) { $1 })
    }
    func kinds(_ answer: Result<APIResponse, APIError>) async throws -> (Set<String>, PictureOperation.Result)
    {
      let result = try await recorded.run(["/providers/all/": answer])
      let providers = try application(result).values["backchannel_providers"]?.list ?? []
      return (Set(providers.compactMap { $0.reference?.address.model }), result)
    }
    #expect(try await kinds(.page(listed)).0 == ["authentik_providers_scim.scimprovider"])
    let (models, result) = try await kinds(.json(403, ["detail": "no"]))
    #expect(models == ["authentik_core.provider"])
    #expect(
      result.diagnostics.map(\.message) == [
        "the token lacks authentik_core.view_provider, so these objects are not drawn"
      ])
  }

  @Test func whatIsMissingIsTold() async throws {
    let recorded = try Recorded("2026.5", .v2026_5_rc1)
    let few = try await recorded.run(["/core/users/me/": .json(200, ["user": ["is_superuser": false]])])
    #expect(few.diagnostics.map(\.severity) == [.warning])
    #expect(few.diagnostics[0].message.contains("not a superuser"))
    let blind = try await recorded.run(["/policies/bindings/": .json(403, ["detail": "no"])])
    #expect(
      !blind.knowsGates && blind.diagnostics[0].message.contains("authentik_policies.view_policybinding"))
    await #expect(throws: OperationError.self) {
      _ = try await recorded.run(["/core/applications/": .json(403, ["detail": "no"])])
    }
  }
}
