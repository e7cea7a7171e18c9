import EndToEndSupport
import Model
import OrderedCollections

/// The mappings that every real server ships. A new sandbox creates them when it first needs them.
enum ShippedMappings {
  private static let path = "/propertymappings/provider/scope/"

  static func all(on workspace: Workspace) async throws -> [Value] {
    try await workspace.objects(path).compactMap { object in
      guard object["managed"]?.string != nil, let fields = object.map else { return nil }
      let sent = ["managed", "name", "expression", "scope_name", "description"]
      return .map(fields.filter { sent.contains($0.key) })
    }
  }

  static func add(_ mappings: [Value], to workspace: Workspace) async throws {
    for mapping in mappings { _ = try await workspace.add(mapping, to: path) }
  }
}
