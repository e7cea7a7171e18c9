import Blueprints
import Catalog
package import Model
import OrderedCollections
import YAML

/// The answer about the word at the cursor.
package enum HoverAnswers {
  private struct Answer {
    let text: String?
    let range: Range<Int>
  }

  package static func hover(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    guard let place = try CursorPlace(parameters, &workspace) else { return .null }
    let values = ShownValues(place.written, workspace.rendered())
    guard let answer = answer(at: place, values), let text = answer.text else { return .null }
    return [
      "contents": [
        "kind": workspace.client.hasMarkdown ? "markdown" : "plaintext",
        "value": .string(workspace.client.hasMarkdown ? text : text.replacing("**", with: "")),
      ],
      "range": place.document.range(answer.range).value,
    ]
  }

  private static func answer(at place: CursorPlace, _ values: ShownValues) -> Answer? {
    guard let last = place.steps.last else { return nil }
    let word = place.part(of: last.node)
    if let tag = tag(at: place, values, word) { return tag }
    if let word = place.word, place.touches(word.range), let text = text(of: word.subject, place, values) {
      return Answer(text: text, range: word.range)
    }
    guard let entry = place.entry else {
      let name = place.steps.dropFirst().first.flatMap { $0.isKey ? $0.keyName : nil }
      return name.flatMap { KeyDescription.ofFile[$0] }.map { Answer(text: $0, range: word) }
    }
    return ofEntry(entry, place, values, word)
  }

  private static func tag(at place: CursorPlace, _ values: ShownValues, _ word: Range<Int>) -> Answer? {
    let tagged = place.steps.indices.last { step in
      TagDescription.all.contains { $0.name == place.steps[step].node.tag }
    }
    guard let tagged else { return nil }
    let node = place.steps[tagged].node
    let hover = TagHover(place, values, step: tagged)
    if let range = node.tagText(in: place.document), place.touches(range) || node.text != nil {
      return Answer(text: hover.text, range: node.text == nil ? range : place.part(of: node))
    }
    // The model and the fields of a look-up.
    if let use = node.tag.flatMap({ TagFacts($0, node) }), case .find(let model, let conditions) = use.target
    {
      if place.touches(use.name.range) {
        return Answer(text: KindDescription.text(model, place.written.catalog), range: use.name.body)
      }
      let condition = conditions.first { place.touches($0.field.range) }
      if let name = condition?.field.plainText, let kind = place.written.catalog.kind(model),
        let field = kind.field(BlueprintNames.field(Lookup(name, in: kind).path.first ?? name, of: kind))
      {
        return Answer(text: text(of: field, [name], of: kind, place), range: word)
      }
    }
    return Answer(text: hover.text, range: word)
  }

  /// Things that have a name; nil for those that are told with their entry.
  private static func text(of subject: Subject, _ place: CursorPlace, _ values: ShownValues) -> String? {
    var count: Int { place.written.occurrences(of: subject).count { !$0.isDeclaration } }
    var uses: String { count == 1 ? "Used once." : "Used \(count) times." }
    switch subject {
    case .id(let id, let file):
      return place.written.entries(withID: id, in: file).first.map { EntryHover.text($0, place.written) }
    case .context(let key, _):
      let isOverlaid = place.written.context[key] != nil
      return Markdown.text(
        "**\(Markdown.code(key))** of the context",
        [uses] + (isOverlaid ? ["The settings put another value over it."] : []))
    case .anchor(let name, _):
      return Markdown.text("**\(Markdown.code("&" + name))** a name for a part of the file", [uses])
    case .blueprint(let name, let files):
      let places = files.map { place.written.files[$0].file }
      return Markdown.text(
        "**\(Markdown.code(name))** a blueprint",
        [
          places.isEmpty ? "It is not in the workspace." : "In \(Markdown.codes(places)).",
          "Applied by others: \(count).",
        ])
    case .objects, .variable, .path: return nil
    }
  }

  private static func ofEntry(
    _ entry: EntryPosition, _ place: CursorPlace, _ values: ShownValues, _ word: Range<Int>
  ) -> Answer? {
    guard let first = place.below.first, let key = first.keyName else { return nil }
    if let pair = place.below.dropFirst().first?.pair, ["identifiers", "attrs"].contains(key) {
      return ofField(pair, in: key, of: entry, place, values).map { Answer(text: $0, range: word) }
    }
    if first.isKey {
      return KeyDescription.ofEntry[key].map { Answer(text: "**`\(key)`** \($0)", range: word) }
    }
    let facts = place.written.entry(entry)
    switch key {
    case "model":
      let text = facts.model.flatMap {
        KindDescription.text($0.text.lowercased(), place.written.catalog)
      }
      let users = EntryHover.users(of: entry, place.written).map { "\n- " + $0 }.joined()
      return Answer(text: text.map { $0 + users }, range: word)
    case "state":
      let state = facts.state.flatMap(EntryState.init(rawValue:))
      return state.map { Answer(text: "**`\($0.rawValue)`** \(KeyDescription.text(of: $0))", range: word) }
    default: return nil
    }
  }

  /// A field of an entry, with its value if that is not plain to see.
  private static func ofField(
    _ pair: SourceNode.Pair, in part: String, of entry: EntryPosition, _ place: CursorPlace,
    _ values: ShownValues
  ) -> String? {
    guard let name = pair.key.text, let kind = place.written.kind(of: entry) else { return nil }
    if name == "pk" { return "**`pk`** The primary key. The REST API cannot set it." }
    guard let field = kind.field(BlueprintNames.field(name, of: kind)) else {
      let version = place.written.catalog.version
      return Markdown.text(
        "**\(Markdown.code(name))** is no field of \(Markdown.code(kind.model)) in authentik \(version)",
        [Lifetime(of: name, in: kind.model).text].compactMap(\.self))
    }
    let path = place.below.dropFirst(2).compactMap(\.keyName)
    let text = text(of: field, [name] + path, of: kind, place)
    guard pair.value.literal == nil, let value = values.text(of: pair, in: part, [], of: entry) else {
      return text
    }
    return text + "\n- The value here is \(value)."
  }

  /// A field, or the member of it that the path leads to.
  private static func text(
    of field: Field, _ path: [String], of kind: Kind, _ place: CursorPlace
  ) -> String {
    var shown = field
    for name in path.dropFirst() {
      guard let member = shown.type.members?.first(where: { $0.name == name }) else { break }
      shown = member
    }
    let description = FieldDescription(
      shown, of: kind.model, in: place.written.catalog.version, isOfKind: shown === field)
    return Markdown.text(
      "**\(Markdown.code(path.joined(separator: ".")))** of \(Markdown.code(kind.model))", description.lines)
  }
}
