package import Blueprints
package import Model
import OrderedCollections

/// Finds blueprint instances on the server that describe the same objects as files of the set.
///
/// The server applies an enabled instance again and again, and undoes what differs from it.
package enum InstanceOverlap {
  /// One warning for each file and instance; `instances` are JSON as the server answers it.
  package static func diagnostics(_ desired: DesiredSet, instances: [Value]) -> [Diagnostic] {
    let enabled = instances.filter { $0["enabled"] == true && !isSwitchedOff($0, by: desired) }
    guard !enabled.isEmpty else { return [] }
    let files = Dictionary(grouping: desired.entries) { $0.location.file }
      .mapValues { Set($0.map(\.address)) }
    return desired.names.flatMap { file, name in
      enabled.compactMap { instance in
        reason(file: file, name: name, describes: files[file] ?? [], instance).map { reason in
          .warning(
            "the server's blueprint instance `\(instance["name"]?.string ?? "")` is enabled and \(reason): the server will undo your changes; disable the instance, or move it to a file with `flowform export --from-instances`",
            at: SourceLocation(file: file, line: 1, column: 1))
        }
      }
    }
  }

  /// True if an entry of the set disables the instance.
  private static func isSwitchedOff(_ instance: Value, by desired: DesiredSet) -> Bool {
    desired.entries.contains { entry in
      entry.model == "authentik_blueprints.blueprintinstance" && !entry.identifiers.isEmpty
        && entry.fields.contains { $0.name == "enabled" && $0.value == false }
        && entry.identifiers.allSatisfy { instance[$0.key] == $0.value }
    }
  }

  private static func reason(
    file: String, name: String?, describes: Set<ResourceAddress>, _ instance: Value
  ) -> String? {
    if let name, instance["name"]?.string == name { return "has this blueprint's name" }
    if let path = instance["path"]?.string, isSame(path, file) { return "has this file's path" }
    let content = SourceText(file: "", bytes: Array((instance["content"]?.string ?? "").utf8))
    let shared = (BlueprintReader.read(content).blueprint?.literalAddresses ?? []).intersection(describes)
    return shared.min().map { "describes \($0) as well" }
  }

  /// Whether one path ends with all parts of the other.
  private static func isSame(_ path: String, _ file: String) -> Bool {
    let (one, other) = (parts(path), parts(file))
    let count = min(one.count, other.count)
    return count > 0 && one.suffix(count) == other.suffix(count)
  }

  private static func parts(_ path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }
}
