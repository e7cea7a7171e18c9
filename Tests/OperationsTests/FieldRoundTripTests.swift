import Catalog
import OperationsSupport
import TestSupport
import Testing

/// Every field of every kind that can be created. A change in the blueprint is one update, a change on the server is
/// drift, and each is followed by a plan without changes.
///
/// Fields that identify their object are left out, and so are kinds that the server does not update.
struct FieldRoundTripTests {
  /// Fields that do not accept a new value alone, in every version that has them, with the server's reason.
  private static let refused = [
    "authentik_core.token user": "User cannot be changed",
    "authentik_endpoints.deviceuserbinding group": "can be set",
    "authentik_endpoints.deviceuserbinding user": "can be set",
    "authentik_policies.policybinding group": "can be set",
    "authentik_policies.policybinding user": "can be set",
    "authentik_policies_reputation.reputationpolicy check_username": "Either IP or Username must be checked",
    "authentik_providers_radius.radiusprovider certificate": "Enterprise is required",
    "authentik_providers_scim.scimprovider auth_mode": "Enterprise is required",
    "authentik_sources_oauth.oauthsource oidc_well_known_url": "Not found",
    // No test can create the device types that these fields refer to.
    "authentik_stages_authenticator_validate.authenticatorvalidatestage webauthn_allowed_device_types":
      "one value only",
    "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage device_type_restrictions":
      "one value only",
  ]

  /// Reasons why the server does not create an object of some kinds.
  private static let excuses = NewObjects.excuses + ["405 without a body", "NotCreatable"]

  @Test(
    .enabled(if: LongTests.areWanted, LongTests.hint),
    arguments: [(EmbeddedCatalog.v2024_8, 69, 405, 8), (.v2026_5_rc1, 97, 599, 14)])
  func everyFieldOfEveryKind(_ version: EmbeddedCatalog, kinds: Int, settled: Int, unseen: Int) async throws {
    let directory = try TemporaryDirectory()
    var trip = try RoundTrip(version, state: directory.path("state.json"))
    try await trip.run()
    #expect(trip.faults.isEmpty, "\(trip.faults.joined(separator: "\n"))")
    #expect(trip.kinds.count == kinds)
    #expect(trip.settled.count == settled)
    for (kind, reason) in trip.skipped {
      #expect(Self.excuses.contains(where: reason.contains), "\(kind): \(reason)")
    }
    let writeOnly = trip.catalog.kinds.flatMap { kind in
      kind.writableFields.filter(\.isWriteOnly).map { "\(kind.model) \($0.name)" }
    }
    #expect(trip.unseen.count == unseen, "no answer shows them, so they are settled by their apply")
    #expect(trip.unseen.allSatisfy(writeOnly.contains), "\(trip.unseen)")
    let later = version == .v2024_8 ? ["deviceuserbinding", "radiusprovider", "scimprovider"] : []
    let expected = Self.refused.keys.filter { name in !later.contains { name.contains($0) } }
    #expect(trip.refused.keys.sorted() == expected.sorted(), "\(trip.refused)")
    for (field, reason) in trip.refused {
      #expect(Self.refused[field].map(reason.contains) == true, "\(field): \(reason)")
    }
  }
}
