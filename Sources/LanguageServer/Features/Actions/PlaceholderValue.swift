import Blueprints
import Catalog
import Model
import Upgrading
import YAML

/// A value for a field that a create needs, for the user to change. It is YAML in one line.
enum PlaceholderValue {
  static func text(for field: Field, of entry: EntryFacts, in facts: FileFacts, _ catalog: Catalog) -> String
  {
    if let model = field.refersTo {
      let reference = reference(to: model, in: facts, catalog)
      return field.type.isList ? "[\(reference)]" : reference
    }
    if let known = field.defaultValue { return JSONWriter.write(known) }
    switch field.type {
    case .boolean: return "false"
    case .integer, .number: return field.minimum.map { JSONWriter.write($0) } ?? "0"
    case .choice(let choices):
      return SourceNode.ScalarStyle.plain.written(choices.first ?? "", isInFlow: true)
    case .list: return "[]"
    case .object, .map, .any: return "{}"
    case .text:
      let name = field.isSecret ? "" : entry.title ?? ""
      return SourceNode.ScalarStyle.plain.written(name, isInFlow: true)
    }
  }

  /// The first entry of the file that fits, or a look-up.
  static func reference(to model: String, in facts: FileFacts, _ catalog: Catalog) -> String {
    let fitting = facts.entries.first { entry in
      guard entry.id != nil, let kind = entry.model.flatMap({ catalog.kind($0.text.lowercased()) }) else {
        return false
      }
      return BaseClass.covers(model, kind)
    }
    if let id = fitting?.id?.text {
      return "!KeyOf \(SourceNode.ScalarStyle.plain.written(id, isInFlow: true))"
    }
    let field = catalog.kind(model)?.uniqueFields.first ?? "name"
    return "!Find [\(model), [\(field), \"\"]]"
  }
}
