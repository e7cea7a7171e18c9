package import Model
import OrderedCollections

/// The redirect addresses of an OAuth2 provider as lines, the form of authentik 2024.10.2 and before.
package enum RedirectLines {
  /// The lines of a list of objects. Nil unless the lines mean exactly these objects.
  package static func text(_ objects: [Value]) -> String? {
    let lines = objects.compactMap { $0["url"]?.string }
    let text = lines.joined(separator: "\n")
    let parts = ["matching_mode", "url"]
    let known = objects.compactMap { $0.map.map { Value.map($0.filter { parts.contains($0.key) }) } }
    return lines.count == objects.count && RedirectURIs.objects(text).map(Value.map) == known ? text : nil
  }
}
