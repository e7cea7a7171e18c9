import FoundationEssentials
import Model
import OrderedCollections

/// What the challenges for keys of the kind WebAuthn have in common. The sandbox accepts no key.
enum SecurityKey {
  private static let challenge = "goauthentik.io/stages/authenticator_webauthn/challenge"

  /// Milliseconds.
  static let timeout: Value = 60000

  /// The 64 bytes that a key must sign, which stay the same in a run.
  static func challenge(_ run: FlowRun) -> Value {
    if let known = run.plan?.context.values[challenge] { return known }
    let made = Value.string(text((0..<64).map { _ in UInt8.random(in: .min ... .max) }))
    run.change { $0.values[challenge] = made }
    return made
  }

  /// The name of the server, to which a key is bound.
  static func server(_ run: FlowRun) -> Value {
    .string(run.request.host.split(separator: ":").first.map(String.init) ?? "")
  }

  /// Bytes in base64 for addresses, without padding.
  static func text(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }
}
