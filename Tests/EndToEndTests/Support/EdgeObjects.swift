import Catalog
import EndToEndSupport
import Model
import OperationsSupport
import OrderedCollections
import Sandbox

/// Creates an object of every kind with empty optional fields: false, 0, an empty text or list. A field that the server
/// refuses keeps the value of the create.
struct EdgeObjects {
  let workspace: Workspace
  let kinds: ServedKinds
  /// The value of every boolean field.
  let flag: Bool

  /// Fields that an update can empty, although a create needs them.
  private static let onlyByUpdates: [String: [String]] = [
    "authentik_outposts.kubernetesserviceconnection": ["local"],
    "authentik_stages_redirect.redirectstage": ["target_static"],
  ]

  /// Returns the kinds of the created objects.
  func fill() async throws -> [String] {
    var made: [String] = []
    let objects = NewObjects(kinds: kinds) { try await workspace.add($1, to: $0) }
    for (number, kind) in kinds.kinds.enumerated() where !kind.isBase {
      let name = "edge-\(flag ? "yes" : "no")-\(number)"
      guard let object = try await objects.createIfPossible(kind.kind, name) else { continue }
      made.append(kind.kind.model)
      guard let detail = kind.kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else {
        continue
      }
      for field in kind.kind.writableFields where !field.isRequired && !field.isWriteOnly {
        guard let value = edge(field), Self.onlyByUpdates[kind.kind.model]?.contains(field.name) != true
        else { continue }
        _ = try? await workspace.change("\(kind.kind.path)\(detail)/", [field.name: value])
      }
    }
    return made
  }

  private func edge(_ field: Field) -> Value? {
    switch field.type {
    case .boolean: .bool(flag)
    case .integer: field.refersTo == nil ? 0 : nil
    case .number: 0
    case .text(.plain), .text(.uri), .text(.email): ""
    case .list: []
    case .map: [:]
    case .choice: field.isNullable ? .null : nil
    default: nil
    }
  }
}
