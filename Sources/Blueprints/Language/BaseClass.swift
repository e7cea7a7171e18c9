package import Catalog

/// The base classes that `!Find` may name. The API has a list for each, with the objects of all its kinds.
package enum BaseClass {
  private struct Row {
    let path: String
    let suffix: String
  }

  private static let rows = [
    "authentik_core.source": Row(path: "/sources/", suffix: "source"),
    "authentik_core.provider": Row(path: "/providers/", suffix: "provider"),
    "authentik_flows.stage": Row(path: "/stages/", suffix: "stage"),
    "authentik_policies.policy": Row(path: "/policies/", suffix: "policy"),
    "authentik_core.propertymapping": Row(path: "/propertymappings/", suffix: ""),
  ]

  /// True for a model of Django or of a library, which authentik does not count among its own.
  static func isOfDjango(_ name: String) -> Bool {
    let app = name.split(separator: ".").first ?? ""
    return ["auth", "contenttypes", "django_tenants", "guardian", "sessions"].contains(app)
  }

  package static func contains(_ name: String) -> Bool { rows[name] != nil }

  /// True if a kind is the class itself or one below it.
  package static func covers(_ name: String, _ kind: Kind) -> Bool {
    guard let row = rows[name] else { return kind.model == name }
    return kind.path.hasPrefix(row.path) && kind.model.hasSuffix(row.suffix)
  }
}
