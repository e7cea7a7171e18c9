import Model
import OrderedCollections

/// What a validation stage has for a run's user.
enum ValidationOffer {
  case skipped
  case denied(String?)
  /// The user has no device, and may set one up with these stages.
  case setup([StoredObject])
  /// The oldest device of each allowed class.
  case devices([Devices.Entry])
  /// Nobody is known, and every user may come with a key.
  case anyKey

  var devices: [Devices.Entry] {
    if case .devices(let devices) = self { devices } else { [] }
  }

  var isKey: Bool {
    if case .anyKey = self { true } else { false }
  }

  static func of(_ run: FlowRun) throws -> ValidationOffer {
    let classes = (run.stage["device_classes"]?.list ?? []).compactMap(\.string)
    let user = try run.user
    if user == nil, run.plan?.context.user == nil {
      let isLogin = run.flow.fields["designation"] == "authentication"
      return isLogin && classes.contains("webauthn") ? .anyKey : .skipped
    }
    let devices = try user.map { try Devices(store: run.store).confirmed(of: $0.primaryKey) } ?? []
    let allowed = devices.filter { classes.contains($0.deviceClass) }
    if RememberedDevice.isKnown(run, allowed) { return .skipped }
    var seen: Set<String> = []
    let offered = allowed.filter { seen.insert($0.deviceClass).inserted }
    guard offered.isEmpty else { return .devices(offered) }
    switch run.stage["not_configured_action"] {
    case "deny": return .denied("No (allowed) MFA authenticator configured.")
    case "configure":
      let stages = try (run.stage["configuration_stages"]?.list ?? []).compactMap {
        try run.store.object(referredToAs: "authentik_flows.stage", by: $0)
      }
      return stages.isEmpty ? .denied(nil) : .setup(stages)
    default: return .skipped
    }
  }
}
