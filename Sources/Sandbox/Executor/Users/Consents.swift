/// What users consented to for applications.
///
/// The sandbox runs no application's flows, so it makes none; the API lists them all the same.
enum Consents {
  static let model = "authentik_stages_consent.userconsent"
}
