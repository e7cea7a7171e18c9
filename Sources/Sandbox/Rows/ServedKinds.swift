import Catalog
import Model
import OrderedCollections

/// The kinds that are served, found by their path.
///
/// A kind that is not listed here is answered like a path that does not exist.
struct ServedKinds: Sendable {
  let kinds: [ServedKind]
  private let byPath: [String: ServedKind]

  init(_ catalog: Catalog) {
    kinds = [Self.flow(catalog)].compactMap(\.self)
    byPath = Dictionary(kinds.map { ($0.kind.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The kind whose collection has a path below `/api/v3`.
  subscript(path: String) -> ServedKind? { byPath[path] }

  func kind(_ model: String) -> ServedKind? {
    kinds.first { $0.kind.model == model }
  }

  /// Recorded from 2024.8 and 2026.5.
  private static func flow(_ catalog: Catalog) -> ServedKind? {
    let background = "/static/dist/assets/images/flow_background.jpg"
    return catalog.kind("authentik_flows.flow").map { row in
      ServedKind(
        kind: row,
        defaults: [
          "background": "", "policy_engine_mode": "any", "compatibility_mode": false, "layout": "stacked",
          "denied_action": "message_continue", "authentication": "none", "stages": [], "policies": [],
        ],
        identifiers: ["policybindingmodel_ptr_id"],
        computed: [
          // Read-only in 2024.8, a field like others since.
          "background": .constant(.string(background)),
          "background_url": .fileAddress(of: "background", otherwise: background),
          "background_themed_urls": .themedAddresses(of: "background"),
          "cache_count": .constant(0),
          "export_url": .template("/api/v3/flows/instances/{slug}/export/"),
        ],
        fileNames: ["background"],
        searched: ["name", "slug", "designation", "title", "denied_action"],
        defaultOrdering: ["slug", "name"],
        filterFields: ["flow_uuid": "pk"],
        actions: [
          "cache_info": .cacheInfo, "cache_clear": .cacheClear, "diagram": .diagram, "execute": .execute,
          "export": .export,
        ])
    }
  }
}
