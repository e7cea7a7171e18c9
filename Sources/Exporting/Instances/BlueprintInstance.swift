package import Model
import OrderedCollections

/// A blueprint that the server applies by itself, as its API answers it.
package struct BlueprintInstance: Sendable {
  /// Where the text of the blueprint is.
  package enum Place: Sendable, Hashable {
    /// In the instance itself.
    case content
    /// A file of authentik's own image, which stays with authentik.
    case shipped
    /// A file on the server's disk.
    case file
    /// A registry of OCI images.
    case registry
    /// Nowhere: there is neither a path nor content.
    case nowhere
  }

  package let name: String
  package let primaryKey: Value
  package let path: String
  package let content: String
  /// The values for `!Context` that win over those of the blueprint.
  package let context: ValueMap
  package let isEnabled: Bool
  /// What became of the last application: `successful`, `warning`, `error`, `orphaned` or `unknown`.
  package let status: String
  package let lastApplied: String

  package init(_ answer: Value) {
    name = answer["name"]?.string ?? ""
    primaryKey = answer["pk"] ?? .null
    path = answer["path"]?.string ?? ""
    content = answer["content"]?.string ?? ""
    context = answer["context"]?.map ?? [:]
    isEnabled = answer["enabled"] != false
    status = answer["status"]?.string ?? "unknown"
    lastApplied = answer["last_applied"]?.string ?? ""
  }

  package var place: Place {
    // authentik reads the content only if there is no path.
    if path.isEmpty { return content.isEmpty ? .nowhere : .content }
    if path.hasPrefix("oci://") { return .registry }
    return Self.shipped.contains { path.hasPrefix($0) } ? .shipped : .file
  }

  /// The folders of authentik's image with blueprints that it needs itself.
  private static let shipped = ["default/", "system/", "migrations/"]
}
