import TestSupport
import Testing

/// Every field of every kind that can be created: changed in the blueprint it is one update, changed on the server
/// it is drift, and each is followed by a plan without changes.
struct FieldRoundTripTests {
  /// The fields that take no new value by themselves, in every version that has them.
  private static let refused = [
    "authentik_core.token user": "the server lets nobody change it",
    "authentik_endpoints.deviceuserbinding group": "one of policy, group and user",
    "authentik_endpoints.deviceuserbinding user": "one of policy, group and user",
    "authentik_policies.policybinding group": "one of policy, group and user",
    "authentik_policies.policybinding user": "one of policy, group and user",
    "authentik_policies_reputation.reputationpolicy check_username": "one of the two must stay on",
    "authentik_providers_radius.radiusprovider certificate": "needs a licence",
    "authentik_providers_scim.scimprovider auth_mode": "needs a licence",
    "authentik_sources_oauth.oauthsource oidc_well_known_url": "the server asks the address",
    "authentik_stages_authenticator_validate.authenticatorvalidatestage webauthn_allowed_device_types":
      "nobody creates a type of device",
    "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage device_type_restrictions":
      "nobody creates a type of device",
  ]

  @Test(
    .enabled(if: LongTests.areWanted, LongTests.hint),
    arguments: [(EmbeddedVersion.v2024_8, 68, 378, 7), (.v2026_5, 97, 599, 14)])
  func everyFieldOfEveryKind(_ version: EmbeddedVersion, kinds: Int, settled: Int, unseen: Int) async throws {
    let directory = try TemporaryDirectory()
    var trip = try RoundTrip(version, state: directory.path("state.json"))
    try await trip.run()
    #expect(trip.faults.isEmpty, "\(trip.faults.joined(separator: "\n"))")
    #expect(trip.kinds.count == kinds)
    #expect(trip.settled.count == settled)
    #expect(trip.unseen.count == unseen, "no answer shows them, so they are settled by their apply")
    let later = version == .v2024_8 ? ["deviceuserbinding", "radiusprovider", "scimprovider"] : []
    let expected = Self.refused.keys.filter { name in !later.contains { name.contains($0) } }
    #expect(trip.refused.keys.sorted() == expected.sorted(), "\(trip.refused)")
  }
}
