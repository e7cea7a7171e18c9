import Catalog
package import Model
package import OrderedCollections
import Planning
package import Remote

/// What a picture shows of a server.
package struct PicturedObjects: Sendable {
  package var objects: [DescribedObject] = []
  /// The missing permissions, by the model of the objects that the token may not view.
  package var lacking: OrderedDictionary<String, String> = [:]
  /// The slugs of all flows that were read.
  package var flows: [String] = []
}

extension LiveReader {
  private typealias Objects = [(kind: Kind, fields: ValueMap)]
  private typealias Filter = [(name: String, value: String)]

  /// How many targets one request names, so that its address does not get too long.
  private static let targetsOfARequest = 50

  /// The flows with these slugs with their stages and policies, or all flows if there are no slugs.
  ///
  /// Three lists, or parts of them.
  package func picturedFlows(_ slugs: [String]) async throws(APIError) -> PicturedObjects {
    var result = PicturedObjects()
    let flows = try await self.flows(slugs, &result)
    result.flows = flows.compactMap { $0.fields["slug"]?.string }
    let chosen = slugs.isEmpty ? flows : flows.filter { slugs.contains($0.fields["slug"]?.string ?? "") }
    let ofFlows = slugs.isEmpty ? [[]] : Self.keys(of: chosen, "pk").map { [(name: "target", value: $0)] }
    let steps = try await listed("authentik_flows.flowstagebinding", ofFlows, &result)
    // Policies are found by this key alone.
    let targets = Self.keys(of: chosen + steps, Reference.Key.policyTarget.rawValue)
    let gates = try await listed(
      "authentik_policies.policybinding", slugs.isEmpty ? [[]] : filters(targets), &result)
    result.objects = ObjectDescriptions(chosen + steps + gates).all
    return result
  }

  /// The applications with what gates them, all providers, and the flows that those use.
  ///
  /// Four lists. A token whose user is not a superuser gets only the applications that this user may open.
  package func picturedAccess() async throws(APIError) -> PicturedObjects {
    var result = PicturedObjects()
    let models = [
      "authentik_core.application", "authentik_core.provider", "authentik_flows.flow",
      "authentik_policies.policybinding",
    ]
    var objects: Objects = []
    for model in models { objects += try await listed(model, [[]], &result) }
    result.objects = ObjectDescriptions(objects).all
    return result
  }

  /// Whether the token's user is a superuser; nil if the server does not say.
  package func isSuperuser() async throws(APIError) -> Bool? {
    try await lockoutFacts([.ownUser]).ownUser?["is_superuser"]?.bool
  }

  /// At least the flows with these slugs, as far as the server shows them.
  private func flows(_ slugs: [String], _ result: inout PicturedObjects) async throws(APIError) -> Objects {
    guard !slugs.isEmpty, let kind = catalog.kind("authentik_flows.flow") else {
      return try await listed("authentik_flows.flow", [[]], &result)
    }
    let targets = slugs.map { slug in
      let identifiers: ValueMap = ["slug": .string(slug)]
      return LookupTarget(
        model: kind.model, address: ResourceAddress(model: kind.model, identifiers: identifiers),
        identifiers: identifiers)
    }
    do throws(APIError) {
      let reader = KindReader(api: api, kind: kind, parallelism: parallelism)
      return Self.objects(try await reader.read(targets).objects, kind)
    } catch APIError.notPermitted(let permission) {
      result.lacking[kind.model] = permission
      return []
    }
  }

  /// The slugs of flows on the server, to suggest one of them.
  package func someFlows() async throws(APIError) -> [String] {
    guard let kind = catalog.kind("authentik_flows.flow") else { return [] }
    return try await api.firstPage(kind).objects.compactMap { $0["slug"]?.string }
  }

  /// The objects that pass one of the filters.
  private func listed(
    _ model: String, _ filters: [Filter], _ result: inout PicturedObjects
  ) async throws(APIError) -> Objects {
    guard let kind = BaseKinds.kind(model, in: catalog), kind.canList else { return [] }
    do throws(APIError) {
      return try await concurrently(filters, limit: parallelism) { filter in
        Self.objects(try await api.list(kind, filters: filter), kind)
      }.flatMap { $0 }
    } catch APIError.notPermitted(let permission) {
      result.lacking[model] = permission
      return []
    }
  }

  private func filters(_ targets: [String]) -> [Filter] {
    guard catalog.kind("authentik_policies.policybinding")?.filters["target_in"] != nil else { return [[]] }
    return stride(from: 0, to: targets.count, by: Self.targetsOfARequest).map { start in
      targets[start..<min(start + Self.targetsOfARequest, targets.count)].map { ("target_in", $0) }
    }
  }

  private static func keys(of objects: Objects, _ name: String) -> [String] {
    objects.compactMap { $0.fields[name]?.string }
  }

  private static func objects(_ answers: [Value], _ kind: Kind) -> Objects {
    answers.compactMap { answer in answer.map.map { (kind, $0) } }
  }
}
