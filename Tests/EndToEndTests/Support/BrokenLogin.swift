import Foundation

/// A login that works, and changes of it after which nobody can sign in.
enum BrokenLogin: String, CaseIterable, Sendable {
  /// The flow asks for the password before it knows the user.
  case wrongOrder
  case denyingPolicy
  case missingLoginStage
  case denyingStage

  static let working = """
    version: 1
    entries:
    - {model: authentik_core.user, identifiers: {username: alice}, attrs: {name: Alice, password: \(password)}}
    - {model: authentik_flows.flow, id: login, identifiers: {slug: acme-login}, attrs: {name: L, title: Welcome, designation: authentication}}
    - {model: authentik_stages_identification.identificationstage, id: who, identifiers: {name: acme-who}, attrs: {user_fields: [username]}}
    - {model: authentik_stages_password.passwordstage, id: password, identifiers: {name: acme-password}, attrs: {backends: [authentik.core.auth.InbuiltBackend]}}
    - {model: authentik_stages_user_login.userloginstage, id: in, identifiers: {name: acme-in}}
    - {model: authentik_policies_dummy.dummypolicy, id: gate, identifiers: {name: acme-gate}, attrs: {result: true, wait_min: 0, wait_max: 1}}
    - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf login, policy: !KeyOf gate, order: 0}}
    - {model: authentik_flows.flowstagebinding, id: first, identifiers: {target: !KeyOf login, stage: !KeyOf who}, attrs: {order: 10}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf password}, attrs: {order: 20}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf in}, attrs: {order: 30}}

    """

  static let password = "pw-alice-1"

  static let tests = """
    tests:
    - name: staff sign in with a password
      flow: acme-login
      steps:
      - {stage: identification, answer: {uid_field: alice}}
      - {stage: password, answer: {password: !Env ALICE_PASSWORD}}
      ends: {signed-in: {user: alice}}

    """

  /// The blueprint after the change.
  var text: String {
    switch self {
    case .wrongOrder: Self.working.replacingOccurrences(of: "order: 20", with: "order: 5")
    case .denyingPolicy: Self.working.replacingOccurrences(of: "result: true", with: "result: false")
    case .missingLoginStage:
      Self.working.split(separator: "\n").filter { !$0.contains("KeyOf in}") }.joined(separator: "\n")
    case .denyingStage:
      Self.working + """
        - {model: authentik_stages_deny.denystage, id: deny, identifiers: {name: acme-deny}}
        - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf deny}, attrs: {order: 25}}

        """
    }
  }
}
