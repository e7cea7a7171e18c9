import Catalog
import Model
import OrderedCollections

@testable import Blueprints

/// Resolves single values, for the tests of tags.
enum TagText {
  static let context = """
    version: 1
    context:
      name: acme
      list: [a, b, c]
      map: {k: v}
      nested: !Format ["%s-x", !Context name]
      deep: {x: [!Context name]}
      none: null
      loop: !Context loop
    entries:
    - model: authentik_flows.flow
      id: flow
      identifiers: {slug: s}
    - model: authentik_flows.flow
      identifiers: {slug: t}
      attrs:
        v: 
    """

  /// The text of a blueprint with an expression in line 16 from column 8 on.
  static func blueprint(_ expression: String) -> String { context + expression + "\n" }

  static func render(
    _ expression: String, valueLimit: Int = ParsedSet.valueLimit,
    _ change: (inout DesiredSet.Options) -> Void = { _ in }
  ) throws -> (value: Value?, diagnostics: [Diagnostic]) {
    let rendered = try BlueprintText.rendered(
      [BlueprintText.file(blueprint(expression))],
      options: BlueprintText.options {
        $0.environment.variables = ["SET": "value", "EMPTY": "", "AUTHENTIK_TOKEN": "secret"]
        $0.environment.shownPatterns = ["*"]
        change(&$0)
      }, valueLimit: valueLimit)
    return (rendered.entries.dropFirst().first?.attrs["v"]?.symbolized, rendered.diagnostics)
  }
}
