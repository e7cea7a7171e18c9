import Model
import OrderedCollections

/// Flows with all ten usual fields, as a blueprint and as server objects.
struct Flows {
  let count: Int
  /// True if the designation of the last entry is misspelt.
  var hasMistake = false

  static let path = "/flows/instances/"

  /// The largest number of entries per file. Hand-written files have fewer, and flowform refuses files above 16 MiB.
  static let fileSize = 10_000

  var blueprint: String { blueprint(0..<count) }

  /// The same entries in files of at most `fileSize` entries.
  var files: [String] {
    stride(from: 0, to: count, by: Self.fileSize).map {
      blueprint($0..<min($0 + Self.fileSize, count))
    }
  }

  private func blueprint(_ range: Range<Int>) -> String {
    var text = "version: 1\nmetadata:\n  name: Generated flows\nentries:\n"
    for index in range {
      let designation = hasMistake && index == count - 1 ? "authentikation" : Self.designation(index)
      text += """
          - model: authentik_flows.flow
            identifiers:
              slug: tenant-\(index)-login
            attrs:
              name: Login of tenant \(index)
              title: Welcome to tenant \(index)!
              designation: \(designation)
              policy_engine_mode: any
              compatibility_mode: false
              layout: stacked
              denied_action: message_continue
              authentication: none
              background: ""

        """
    }
    return text
  }

  /// The line of the misspelt designation in the last file.
  var mistakeLine: Int { 4 + (count - 1) % Self.fileSize * 13 + 7 }

  private static func designation(_ index: Int) -> String {
    ["authentication", "enrollment", "recovery"][index % 3]
  }

  /// The server's objects once all are applied.
  var objects: [Value] {
    (0..<count).map { index in
      [
        "pk": .string(ObjectKey.text(kind: 1, index)),
        "policybindingmodel_ptr_id": .string(ObjectKey.text(kind: 2, index)),
        "slug": .string("tenant-\(index)-login"), "name": .string("Login of tenant \(index)"),
        "title": .string("Welcome to tenant \(index)!"), "designation": .string(Self.designation(index)),
        "background": "", "background_url": "/static/dist/assets/images/flow_background.jpg",
        "background_themed_urls": nil, "stages": [], "policies": [], "cache_count": 0,
        "policy_engine_mode": "any", "compatibility_mode": false,
        "export_url": .string("/api/v3/flows/instances/tenant-\(index)-login/export/"), "layout": "stacked",
        "denied_action": "message_continue", "authentication": "none",
      ]
    }
  }

  /// The bodies of the creates.
  var bodies: [Value] {
    (0..<count).map { index in
      [
        "name": .string("Login of tenant \(index)"), "title": .string("Welcome to tenant \(index)!"),
        "designation": .string(Self.designation(index)), "policy_engine_mode": "any",
        "compatibility_mode": false, "layout": "stacked", "denied_action": "message_continue",
        "authentication": "none", "background": "", "slug": .string("tenant-\(index)-login"),
      ]
    }
  }
}
