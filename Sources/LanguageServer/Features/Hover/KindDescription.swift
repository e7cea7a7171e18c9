import Blueprints
package import Catalog
import Model

/// What a blueprint's author has to know about a kind of object.
package enum KindDescription {
  /// At most this many models are listed.
  private static let limit = 12
  /// At most this many fields of a model are listed.
  private static let fieldLimit = 3

  /// Nil for a model that no version has.
  package static func text(_ model: String, _ catalog: Catalog) -> String? {
    guard let lines = lines(model, catalog) else { return nil }
    return Markdown.text("**\(model)**", lines)
  }

  private static func lines(_ model: String, _ catalog: Catalog) -> [String]? {
    let lifetime = [Lifetime(of: model).text].compactMap(\.self)
    if let kind = catalog.kind(model) { return lines(of: kind, catalog) + lifetime }
    if let kind = catalog.lookupKind(model) {
      return [path(kind), "It can be looked up, but no entry can describe it."]
    }
    if BaseClass.contains(model) {
      let kinds = catalog.kinds.filter { BaseClass.covers(model, $0) }
      return ["A base class, for `!Find`, of \(kinds.count) kinds: \(list(kinds.map(\.model)))."]
    }
    if catalog.modelsWithoutEndpoint.contains(model) { return ["The API has no endpoint for it."] }
    return lifetime.isEmpty ? nil : ["authentik \(catalog.version) does not have it."] + lifetime
  }

  private static func lines(of kind: Kind, _ catalog: Catalog) -> [String] {
    var lines = [path(kind)]
    let identifying = Array(kind.identifyingFields)
    if !identifying.isEmpty { lines.append("Identified by \(Markdown.codes(identifying)).") }
    let required = kind.requiredFields.filter { !$0.isReadOnly }.map(\.name)
    if !required.isEmpty { lines.append("A create needs \(Markdown.codes(required)).") }
    for group in kind.neededToCreate where group.count > 1 {
      lines.append("A create needs one of \(Markdown.codes(group)).")
    }
    if !kind.canUpdate { lines.append("Objects cannot be changed, only created and deleted.") }
    if !kind.canDelete { lines.append("The API cannot delete objects.") }
    lines += users(of: kind, catalog)
    return lines
  }

  /// The fields of other kinds that refer to a kind, a line for each kind.
  private static func users(of kind: Kind, _ catalog: Catalog) -> [String] {
    let users = catalog.kinds.compactMap { other -> String? in
      let fields = other.fields.filter { field in
        field.refersTo.map { BaseClass.covers($0, kind) } ?? false
      }.map(\.name)
      let more = fields.count > fieldLimit ? " and \(fields.count - fieldLimit) more" : ""
      return fields.isEmpty
        ? nil : "\(Markdown.code(other.model)): \(Markdown.codes(fields.prefix(fieldLimit)))\(more)"
    }
    guard !users.isEmpty else { return [] }
    let more = users.count > limit ? ["  - and \(users.count - limit) more kinds"] : []
    // Items of a list inside of the list.
    return [
      (["Fields of other objects refer to it:"] + users.prefix(limit).map { "  - " + $0 } + more)
        .joined(separator: "\n")
    ]
  }

  private static func path(_ kind: Kind) -> String { "REST API: \(Markdown.code("/api/v3" + kind.path))" }

  private static func list(_ models: [String]) -> String {
    Markdown.codes(models.prefix(limit)) + (models.count > limit ? " and more" : "")
  }
}
