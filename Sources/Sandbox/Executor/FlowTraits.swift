/// Differences of the flow executor between the imitated versions.
///
/// Each line is recorded from 2024.8.2 or 2026.5.0.
struct FlowTraits: Sendable {
  /// An identification stage has captchas, passkeys and more, and reports a missing name by no field.
  let identificationHasMore: Bool
  /// Wrong passwords count in the reputation, and the last one is told; or in the session.
  let countsAttemptsByReputation: Bool
  /// The password challenge leads to the recovery flow of the brand, or to any recovery flow.
  let recoversByBrand: Bool
  /// A login stage refuses inactive users, or goes on without signing them in.
  let refusesInactiveUsers: Bool
  /// A login sets a cookie for the device.
  let remembersDevices: Bool
  /// Somebody who is signed in passes an authentication flow that does not apply.
  let passesSignedInUsers: Bool
  /// A wrong token of a consent is refused, or the challenge is only shown again.
  let refusesWrongConsent: Bool
  let refusesExpiredInvitations: Bool
  let captchaMessage: String
  /// One e-mail link for each user and stage, which must be confirmed; or one for each e-mail, which counts at once.
  let confirmsLinks: Bool
  /// How long a session lasts if its stage sets no time, in seconds.
  let sessionLength: Double
  /// Cancelling leads to a relative `next`.
  let cancelLeadsOn: Bool
  let impersonationStatus: Int
  /// The status for users who may not inspect flows.
  let inspectorRefusal: Int
  /// To execute a flow that does not apply is refused with a page, or gives the link all the same.
  let refusesToExecute: Bool
  /// The answer about the own user has roles.
  let ownUserHasRoles: Bool

  static let v2024_8 = FlowTraits(
    identificationHasMore: false, countsAttemptsByReputation: false, recoversByBrand: false,
    refusesInactiveUsers: false, remembersDevices: false, passesSignedInUsers: false,
    refusesWrongConsent: false, refusesExpiredInvitations: false,
    captchaMessage: "Failed to validate token: ['…']", confirmsLinks: false, sessionLength: 1_209_600,
    cancelLeadsOn: false, impersonationStatus: 201, inspectorRefusal: 500, refusesToExecute: false,
    ownUserHasRoles: false)

  static let v2026_5 = FlowTraits(
    identificationHasMore: true, countsAttemptsByReputation: true, recoversByBrand: true,
    refusesInactiveUsers: true, remembersDevices: true, passesSignedInUsers: true, refusesWrongConsent: true,
    refusesExpiredInvitations: true, captchaMessage: "Failed to validate token", confirmsLinks: true,
    sessionLength: 86_400, cancelLeadsOn: true, impersonationStatus: 204, inspectorRefusal: 404,
    refusesToExecute: true, ownUserHasRoles: true)
}
