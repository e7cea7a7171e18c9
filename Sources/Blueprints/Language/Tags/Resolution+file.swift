import Catalog
import Files
import Model
import YAML

extension Resolution {
  /// `!File path` and `!File [path, default]`: the text of a file, without white space at its ends.
  mutating func file(_ use: TagUse) -> TracedValue? {
    guard let (node, fallback) = nameAndDefault(use) else { return nil }
    guard let path = value(of: node, use.scope.argument) else { return nil }
    if let unknown = unknown(path, use) { return unknown }
    guard let path = path.string, !path.isEmpty, !path.utf8.contains(0) else {
      return fail("!File takes the path of a file, not \(path.typeName)", node, use.scope)
    }
    let blueprint = blueprints[use.scope.blueprint].file
    switch options.readFile(path, blueprint, roots[use.scope.blueprint]) {
    case .text(let text, let path, let bytes):
      consulted.files[path] = bytes
      let value = Value.string(Coercion.trimmed(text))
      return count(value.size, use.node, use.scope) ? TracedValue(value) : nil
    case .switchedOff: return fail("!File does not read \(path): --no-file forbids it", node, use.scope)
    case .outside(let root):
      return fail(
        "the file \(path) is outside \(root); to allow another folder, pass --allow-file-root", node,
        use.scope)
    case .tooLarge:
      return fail(
        "the file \(path) has more than \(BoundedFile.limit) bytes, and no field can hold that much", node,
        use.scope)
    case .noText: return fail("the file \(path) is not UTF-8 text", node, use.scope)
    case .unreadable:
      let outcome = fallback == nil ? "this is null" : "the default is used"
      report(
        .warning("the file \(path) cannot be read, so \(outcome)", at: location(node, use.scope)), use.scope)
      guard let fallback else { return TracedValue(.null) }
      return traced(fallback, use.scope)
    }
  }
}
