import Catalog
import Model
import OrderedCollections

/// A stage that registers a user's key. It shows what a key needs, and accepts none.
struct KeySetupStage: FlowStage {
  func show(_ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .passed }
    return .challenge(
      Challenge(
        component: "ak-stage-authenticator-webauthn", fields: ["registration": registration(user, run)],
        showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    var errors = AnswerErrors()
    _ = AnswerReader(traits: run.traits).read(sent, [Self.response], &errors)
    if errors.isEmpty { errors.add("The sandbox accepts no keys.", to: "response") }
    return .refused(errors)
  }

  private static let response = Field(name: "response", type: .map, isRequired: true)

  private func registration(_ user: StoredObject, _ run: FlowRun) -> Value {
    let resident = run.stage["resident_key_requirement"] ?? "preferred"
    var selection: ValueMap = [
      "residentKey": resident, "requireResidentKey": .bool(resident == "required"),
      "userVerification": run.stage["user_verification"] ?? "preferred",
    ]
    if let attachment = run.stage["authenticator_attachment"], attachment != .null {
      selection["authenticatorAttachment"] = attachment
    }
    return [
      "rp": ["name": "authentik", "id": SecurityKey.server(run)],
      "user": [
        "id": .string(SecurityKey.text(Array((user.fields["uid"]?.string ?? "").utf8))),
        "name": user.fields["username"] ?? "", "displayName": user.fields["name"] ?? "",
      ],
      "challenge": SecurityKey.challenge(run),
      "pubKeyCredParams": .list(Self.algorithms.map { ["type": "public-key", "alg": .integer($0)] }),
      "timeout": SecurityKey.timeout, "excludeCredentials": [], "authenticatorSelection": .map(selection),
      "attestation": "direct",
    ]
  }

  /// The numbers of the signature algorithms that the server accepts (recorded from both versions).
  private static let algorithms = [-7, -8, -36, -37, -38, -39, -257, -258, -259]
}
