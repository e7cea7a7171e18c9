import Catalog
import EndToEndSupport
import Model
import OperationsSupport
import OrderedCollections
import Sandbox

/// Makes an object of every kind whose optional fields hold what looks like nothing: false, 0, an empty text or
/// list. What the server refuses of it stays as a create makes it.
struct EdgeObjects {
  let workspace: Workspace
  let kinds: ServedKinds
  /// What every yes or no is.
  let flag: Bool

  /// What an update may empty, though no create takes an object without it.
  private static let onlyByUpdates: [String: [String]] = [
    "authentik_outposts.kubernetesserviceconnection": ["local"],
    "authentik_stages_redirect.redirectstage": ["target_static"],
  ]

  /// The kinds that an object was made of.
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
