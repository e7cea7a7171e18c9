import Catalog
import Model
import OrderedCollections

extension CompletionContext {
  /// Models that most blueprints have, the usual order in a blueprint.
  private static let usualModels = [
    "authentik_flows.flow", "authentik_flows.flowstagebinding", "authentik_core.application",
    "authentik_core.group", "authentik_core.user", "authentik_policies.policybinding",
    "authentik_policies_expression.expressionpolicy", "authentik_providers_oauth2.oauth2provider",
    "authentik_brands.brand",
  ]

  /// All models; in a `!Find`, those first that fit its place.
  func models(for outer: Expected?) -> [CompletionItem] {
    let catalog = scope.catalog
    var names = OrderedSet(catalog.models)
    if outer == nil {
      names.formUnion(catalog.modelsWithoutEndpoint.sorted())
    } else {
      names.formUnion(BaseKinds.models + catalog.lookupKinds.map(\.model))
    }
    let target = outer?.target
    return names.map { name in
      let isFitting = target.map { fits(name, $0) } ?? false
      let isOwn = app(of: name) == app(of: scope.model ?? "")
      return CompletionItem(
        name, .kind, documentation: EntrySnippet(model: name, catalog: catalog).documentation,
        insert: text(name),
        rank: isFitting ? (isOwn ? -2 : -1) : Self.usualModels.firstIndex(of: name) ?? 100)
    }
  }

  /// A whole entry of each model.
  func entries(_ place: (Snippet) -> Snippet) -> [CompletionItem] {
    let catalog = scope.catalog
    let indent = layout.itemIndent
    return (catalog.models + [CompletionScope.application]).map { model in
      let snippet = EntrySnippet(model: model, catalog: catalog)
      return CompletionItem(
        model, .snippet, detail: "a whole entry", documentation: snippet.documentation,
        insert: place(snippet.text(indent: indent)),
        rank: 10 + (Self.usualModels.firstIndex(of: model) ?? 100))
    }
  }
}
