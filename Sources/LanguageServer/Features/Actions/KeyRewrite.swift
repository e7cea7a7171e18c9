import Catalog
import Model
import Upgrading
import YAML

/// Primary keys that are written out, as references that hold on every server.
enum KeyRewrite {
  static func actions(
    _ tree: SyntaxTree, _ file: String, at offset: Int, _ workspace: inout Workspace
  ) -> [CodeActions.Action] {
    guard let facts = workspace.facts(of: file), let entry = facts.entry(at: offset),
      let model = entry.model?.text.lowercased(), let kind = workspace.catalog.kind(model),
      let (field, key) = key(at: offset, of: entry, kind), let target = field.refersTo
    else { return [] }
    var references: [String] = []
    for other in workspace.allFacts() {
      for found in other.entries
      where found.field("pk")?.plainText == key.text && found.node.mark != entry.node.mark {
        if other.file == file, let id = found.id?.text {
          references.append("!KeyOf \(SourceNode.ScalarStyle.plain.written(id, isInFlow: true))")
        } else if let look = lookUp(found) {
          references.append(look)
        }
      }
    }
    if references.isEmpty {
      references.append(PlaceholderValue.reference(to: target, in: facts, workspace.catalog))
    }
    return references.map { reference in
      CodeActions.Action(
        title: "Write \(reference) instead of the primary key", kind: "refactor.rewrite",
        edits: [TextEdit(key.range, reference)])
    }
  }

  /// The literal key that the cursor is on, and its field.
  private static func key(at offset: Int, of entry: EntryFacts, _ kind: Kind) -> (Field, SourceNode)? {
    for pair in entry.attrs + entry.identifiers {
      guard let name = pair.key.text, let field = kind.field(name), field.refersTo != nil else { continue }
      for node in [pair.value] + (pair.value.items ?? [])
      where node.range.lowerBound <= offset && offset <= node.range.upperBound {
        if let text = node.plainText, Coercion.isUUID(text) || Int(text) != nil { return (field, node) }
      }
    }
    return nil
  }

  /// A look-up of an entry by its other identifiers.
  private static func lookUp(_ entry: EntryFacts) -> String? {
    guard let model = entry.model?.text else { return nil }
    let fields = ["slug", "name", "identifier", "username", "domain", "managed"]
    for field in fields {
      guard let text = entry.field(field)?.plainText else { continue }
      return "!Find [\(model), [\(field), \(SourceNode.ScalarStyle.plain.written(text, isInFlow: true))]]"
    }
    return nil
  }
}
