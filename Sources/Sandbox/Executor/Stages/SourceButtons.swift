import Catalog
import Model
import OrderedCollections

/// The sources that an identification stage offers, by buttons that lead away from the flow.
///
/// Only those of OAuth were recorded; the others are left out.
struct SourceButtons {
  let run: FlowRun

  var all: [Value] {
    get throws {
      try (run.stage["sources"]?.list ?? []).compactMap { key in
        guard let source = try run.store.object(referredToAs: "authentik_core.source", by: key),
          source.fields["enabled"] != false, source.kind.kind.model == "authentik_sources_oauth.oauthsource"
        else { return nil }
        return .map(button(source))
      }
    }
  }

  private func button(_ source: StoredObject) -> ValueMap {
    let icon = source.kind.computed["icon_url"] ?? source.kind.computed["icon"]
    let slug = source.fields["slug"]?.string ?? ""
    var button: ValueMap = [
      "name": source.fields["name"] ?? "", "icon_url": icon?.value(of: source.fields, base: "") ?? .null,
      "challenge": ["component": "xak-flow-redirect", "to": .string("/source/oauth/login/\(slug)/")],
    ]
    if run.traits.flows.identificationHasMore { button["promoted"] = source.fields["promoted"] ?? false }
    return button
  }
}
