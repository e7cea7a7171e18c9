import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// The law of comparison: a value that a real server accepted and returned is no difference.
///
/// Runs over all recorded writes of every kind with status 200 or 201, from both versions.
@Suite(.needsSharedMaterial) struct RecordedWritesTests {
  /// Fields with a value of the server's own, although OpenAPI marks them as writable. Each has a reason.
  static let exceptions = [
    "authentik_endpoints.deviceuserbinding.target":
      "the key of a device comes back as the key that its policies are bound to"
  ]

  struct Write: Sendable {
    let id: String
    let what: String
    let kind: Kind
    let sent: ValueMap
    let answer: Value
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func whatComesBackIsWhatWasSent(version: EmbeddedCatalog) throws {
    let catalog = try version.shared()
    var count = 0
    var kinds: Set<String> = []
    for file in SharedMaterial.files(below: "recordings/\(version.family)/kinds", ending: ".jsonl") {
      let writes = try Self.writes(file, catalog)
      let serverKeys = Self.serverKeys(writes)
      for write in writes {
        count += 1
        kinds.insert(write.kind.model)
        var basis = Comparison.Basis()
        basis.serverKeys = serverKeys[write.kind.model] ?? [:]
        let sent = write.sent.filter { Self.exceptions["\(write.kind.model).\($0.key)"] == nil }
        let changes = Comparison.changes(of: sent, against: write.answer, as: write.kind, basis)
        for change in changes {
          Issue.record(
            "\(write.id) (\(write.what)): \(change.path) was sent as \(JSONWriter.write(change.after)) and is \(JSONWriter.write(change.before))"
          )
        }
      }
    }
    #expect(count > 1500)
    // Kinds that need a licence, or that make the server fail, have no accepted write.
    #expect(kinds.count >= catalog.kinds.count - 20)
  }

  private static func writes(_ file: String, _ catalog: Catalog) throws -> [Write] {
    try SharedMaterial.bytes(file).split(separator: 0x0A).compactMap { line in
      let line = try JSONReader.read(Array(line))
      guard let method = line["method"]?.string, ["POST", "PATCH", "PUT"].contains(method),
        let status = line["status"]?.integer, status == 200 || status == 201,
        let sent = line["request_body"]?.string.flatMap({ try? JSONReader.read($0) })?.map,
        let answer = line["response_body"]?.string.flatMap({ try? JSONReader.read($0) }),
        let path = line["path"]?.string?.dropFirst("/api/v3".count).split(separator: "?").first,
        let kind = Self.kind(String(path), method, catalog)
      else { return nil }
      return Write(
        id: line["id"]?.string ?? "", what: line["desc"]?.string ?? "", kind: kind, sent: sent, answer: answer
      )
    }
  }

  /// The kind of the created or changed object.
  private static func kind(_ path: String, _ method: String, _ catalog: Catalog) -> Kind? {
    catalog.kinds.first { kind in
      guard path.hasPrefix(kind.path) else { return false }
      let rest = path.dropFirst(kind.path.count)
      return method == "POST" ? rest.isEmpty : rest.split(separator: "/").count == 1
    }
  }

  /// The keys that the server adds itself, as it returns them after a create without the field.
  private static func serverKeys(_ writes: [Write]) -> [String: [String: Set<Value>]] {
    writes.reduce(into: [:]) { keys, write in
      for field in write.kind.fields where !field.addedByServer.isEmpty && write.sent[field.name] == nil {
        keys[write.kind.model, default: [:]][field.name, default: []]
          .formUnion(write.answer[field.name]?.list ?? [])
      }
    }
  }
}
