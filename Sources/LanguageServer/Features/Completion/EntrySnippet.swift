import Blueprints
import Catalog
import Model
import OrderedCollections

/// A whole entry of a model: its identifiers and the fields that a create needs.
struct EntrySnippet {
  let model: String
  let catalog: Catalog

  /// What the entry needs, for people.
  var documentation: String? {
    let (identifiers, attrs) = fields
    func list(_ fields: [Field]) -> String { fields.map { "`\($0.name)`" }.joined(separator: ", ") }
    let sentences = [
      identifiers.isEmpty ? nil : "Found by \(list(identifiers)).",
      attrs.isEmpty ? nil : "A create needs \(list(attrs)).",
    ]
    let text = sentences.compactMap(\.self).joined(separator: " ")
    return text.isEmpty ? nil : text
  }

  /// The entry at an indent, without its dash.
  func text(indent: Int) -> Snippet {
    let line = FieldInsertion.line(indent)
    var snippet = Snippet("model: \(model)")
    let (identifiers, attrs) = fields
    for (name, fields) in [("identifiers", identifiers), ("attrs", attrs)] where !fields.isEmpty {
      snippet =
        snippet + Snippet("\(line)\(name):\(FieldInsertion.line(indent + 2))") + members(fields, indent + 2)
    }
    return snippet
  }

  private func members(_ fields: [Field], _ indent: Int) -> Snippet {
    let insertion = FieldInsertion(isInFlow: false)
    return Snippet(
      fields.enumerated().flatMap { index, field -> [Snippet.Piece] in
        let start: [Snippet.Piece] = index == 0 ? [] : [.text(FieldInsertion.line(indent))]
        guard let target = field.refersTo, !field.type.isList else {
          return start + insertion.member(field, indent: indent).pieces
        }
        let word = target.split(separator: ".").last.map(String.init) ?? field.name
        return start + [.text("\(field.name): !KeyOf "), .place(word)]
      })
  }

  private var fields: (identifiers: [Field], attrs: [Field]) {
    let scope = CompletionScope(catalog: catalog, ownModel: model)
    guard let kind = catalog.kind(model) else {
      return ([], scope.fields.filter(\.isRequired))
    }
    let keys = kind.naturalKeys
    let isRequired = { (key: [String]) in key.allSatisfy { kind.field($0)?.isRequired == true } }
    let key = keys.first(where: isRequired) ?? keys.first ?? []
    let identifiers = key.compactMap(kind.field)
    let others = kind.neededToCreate.filter { Set($0).isDisjoint(with: key) }.compactMap(\.first)
    let needed = OrderedSet(kind.requiredFields.map(\.name) + others).subtracting(key)
    return (identifiers, needed.compactMap(kind.field))
  }
}
