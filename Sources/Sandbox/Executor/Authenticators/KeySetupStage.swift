import Catalog
import FoundationEssentials
import HTTPTypes
import Model
import OrderedCollections

/// A stage that registers a key (`webauthn`). The sandbox shows what the key must sign, and accepts no signature.
struct KeySetupStage: FlowStage {
  /// Recorded from both versions, as are the other constants.
  private static let algorithms = [-7, -8, -36, -37, -38, -39, -257, -258, -259]
  private static let field = Field(name: "response", type: .map, isRequired: true)

  func show(_ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .denied(nil) }
    let stage = run.stage
    let residence = stage["resident_key_requirement"] ?? "preferred"
    var selection: ValueMap = [
      "residentKey": residence, "requireResidentKey": .bool(residence == "required"),
      "userVerification": stage["user_verification"] ?? "preferred",
    ]
    if let attachment = stage["authenticator_attachment"], !attachment.isNull {
      selection["authenticatorAttachment"] = attachment
    }
    let registration: ValueMap = [
      "rp": ["name": "authentik", "id": .string(Self.hostName(run.request.host))],
      "user": [
        "id": .string(Self.encoded(Array((user.fields["uid"]?.string ?? "").utf8))),
        "name": user.fields["username"] ?? "", "displayName": user.fields["name"] ?? "",
      ],
      "challenge": .string(Self.encoded((0..<64).map { _ in UInt8.random(in: 0...255) })),
      "pubKeyCredParams": .list(
        Self.algorithms.map { ["type": "public-key", "alg": .integer($0)] }),
      "timeout": 60_000, "excludeCredentials": [], "authenticatorSelection": .map(selection),
      "attestation": "direct",
    ]
    return .challenge(
      Challenge(
        component: "ak-stage-authenticator-webauthn", fields: ["registration": .map(registration)],
        showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    var errors = AnswerErrors()
    _ = AnswerReader(traits: run.traits).read(sent, [Self.field], &errors)
    if errors.isEmpty { errors.add("The sandbox accepts no keys.", to: "response") }
    return .refused(errors)
  }

  /// The host without its port.
  private static func hostName(_ host: String) -> String {
    host.split(separator: ":").first.map(String.init) ?? host
  }

  /// Base64 for addresses, without padding.
  private static func encoded(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { letter -> Character? in
        switch letter {
        case "+": "-"
        case "/": "_"
        case "=": Optional.none
        default: letter
        }
      })
  }
}
