package import Catalog
package import Model
package import YAML

/// Resolves single values with the tags of the blueprint language, for files that are no blueprints.
///
/// Tags that name objects of a blueprint or of the server are mistakes there.
package struct ValueResolver {
  private var resolution: Resolution
  private let scope: Scope

  /// `root` is the directory argument that the file was found under. `context` has the default values for `!Context`.
  package init(
    _ file: String, root: String?, context: Node?, catalog: Catalog, options: DesiredSet.Options
  ) {
    let mark = Mark(line: 1, column: 1)
    // Findings are kept with an entry, and this one is never resolved itself.
    let entry = Entry(
      file: file, mark: mark, id: nil, model: Node(.scalar("", isPlain: false), mark: mark), state: nil,
      identifiers: nil, attrs: nil, conditions: [], permissions: [])
    let blueprint = Blueprint(file: file, name: nil, labels: [:], context: context, entries: [entry])
    let parsed = ParsedFile(blueprint: blueprint, fast: [], diagnostics: [])
    resolution = Resolution(
      ParsedBlueprints([(parsed, root)], valueLimit: ParsedSet.valueLimit), catalog: catalog,
      options: options, answers: [:])
    scope = resolution.scope(0)
  }

  /// The value of a node. Nil if it has a mistake, which is reported.
  package mutating func value(of node: Node) -> Value? {
    if let tag = Self.referringTag(in: node) {
      return resolution.fail(
        "\(tag.name) names an object of a blueprint or of the server, and this file has neither", tag.node,
        scope)
    }
    guard let value = resolution.value(of: node, scope) else { return nil }
    // The context may hold such a tag. Without a server, a variable that is not set leaves a symbol too.
    guard !value.hasReferences || resolution.options.isOffline else {
      return resolution.fail("only the server knows this value", node, scope)
    }
    return value
  }

  private static func referringTag(in node: Node) -> (name: String, node: Node)? {
    if let tag = node.tag, TagRules.referring.contains(tag.name) { return (tag.name, node) }
    switch node.content {
    case .scalar: return nil
    case .list(let items): return items.lazy.compactMap(referringTag).first
    case .map(let pairs): return pairs.lazy.compactMap { referringTag(in: $0.value) }.first
    }
  }

  package var diagnostics: [Diagnostic] { resolution.table[0].diagnostics }

  /// The values that must not be printed: of variables that are not shown, and of files.
  package var secrets: [Value] {
    resolution.consulted.variables.compactMap { name, value in
      resolution.options.environment.isShown(name) ? nil : value.map(Value.string)
    }
      + resolution.consulted.files.values.map {
        .string(Coercion.trimmed(String(decoding: $0, as: UTF8.self)))
      }
  }
}
