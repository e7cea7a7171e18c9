/// A blueprint of mixed kinds: flows, stages, users, bindings, policy bindings by user and invitations.
///
/// Every part has one object of each kind, except for the user, which four parts share. So 4 parts are 21 objects.
package struct MixedText {
  private let parts: Int
  /// The number of further objects, without references.
  private let mappings: Int

  package init(parts: Int, mappings: Int = 0) {
    self.parts = parts
    self.mappings = mappings
  }

  package var text: String {
    "version: 1\nentries:\n" + (0..<parts).map(Self.part).joined() + (0..<mappings).map(Self.mapping).joined()
  }

  package var count: Int { parts * 5 + users + mappings }

  private var users: Int { (parts + 3) / 4 }

  /// What `EngineTransport.mixedObjects` finds once the blueprint is applied.
  package var objects: [String] {
    let parts = (0..<parts).flatMap {
      [
        "flow flow-\($0)", "stage stage-\($0)", "binding \($0)", "policy binding \($0)",
        "invitation invitation-\($0)",
      ]
    }
    return (parts + (0..<users).map { "user-\($0)" } + (0..<mappings).map { "mapping-\($0)" }).sorted()
  }

  private static func part(_ number: Int) -> String {
    let user = number / 4
    return """
        - model: authentik_flows.flow
          id: flow-\(number)
          identifiers: {slug: flow-\(number)}
          attrs: {name: Flow \(number), title: Title \(number), designation: authentication}
        - model: authentik_stages_deny.denystage
          id: stage-\(number)
          identifiers: {name: stage-\(number)}
          attrs: {deny_message: No.}
        - model: authentik_flows.flowstagebinding
          identifiers: {target: !KeyOf flow-\(number), stage: !KeyOf stage-\(number), order: \(number)}
      \(number % 4 == 0 ? Self.user(user) : "")\
        - model: authentik_policies.policybinding
          identifiers: {target: !KeyOf flow-\(number), user: !KeyOf user-\(user), order: \(number)}
        - model: authentik_stages_invitation.invitation
          identifiers: {name: invitation-\(number)}
          attrs: {single_use: true, flow: !KeyOf flow-\(number)}

      """
  }

  private static func user(_ number: Int) -> String {
    """
      - model: authentik_core.user
        id: user-\(number)
        identifiers: {username: user-\(number)}
        attrs: {name: User \(number)}

    """
  }

  private static func mapping(_ number: Int) -> String {
    """
      - model: authentik_providers_oauth2.scopemapping
        identifiers: {name: mapping-\(number)}
        attrs: {scope_name: scope-\(number), expression: "return {}"}

    """
  }
}
