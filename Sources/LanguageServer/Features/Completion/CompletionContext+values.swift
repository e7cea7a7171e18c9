import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

extension CompletionContext {
  /// A text as a value at the cursor.
  func text(_ text: String) -> Snippet {
    if let quote = cursor.quote { return Snippet(CompletionText.text(text, inside: quote)) }
    return Snippet(CompletionText.text(text, isInFlow: cursor.isInFlow))
  }

  var layout: BlockLayout { BlockLayout(cursor, isItem: isItem) }

  /// Everything that can be written at the cursor.
  func items(_ workspace: inout Workspace, _ file: String, hasSnippets: Bool) -> [CompletionItem] {
    if isKey {
      var given = siblings
      if case .top = expected, let document = workspace.document(file) {
        given.formUnion(LineOutline(document).topKeys)
      }
      return keys(of: expected, indent: layout.indent, without: given).map { item in
        var item = item
        if cursor.quote != nil { item.insert = Snippet(item.label) }
        return item
      }
    }
    if cursor.part == .alias { return aliases(workspace.facts(of: file)) }
    var items = values(expected, &workspace, file)
    if takesTags, cursor.quote == nil {
      items += TagShape.items(isBare: cursor.part == .tag && hasArgument, hasSnippets: hasSnippets).map {
        item in
        var item = item
        item.insert = layout.plain(item.insert)
        return item
      }
    }
    if cursor.part == .tag {
      items = items.filter { $0.label.hasPrefix("!") && (!hasArgument || !$0.label.contains(" ")) }
    }
    if cursor.quote != nil {
      items = items.filter {
        !$0.insert.hasPlaces && !$0.label.hasPrefix("!") && !$0.insert.plain.contains("\n")
      }
    }
    return items
  }

  /// True if the tag at the cursor has its argument already.
  private var hasArgument: Bool { cursor.node.text != "" }

  private var takesTags: Bool {
    if cursor.part == .tag { return true }
    guard cursor.node.tag == nil else { return false }
    return switch expected {
    case .value, .condition, .any, .fields, .state, .permission: true
    case .list(of: .condition), .list(of: .permission): true
    case .tag(.findValue), .words: true
    default: false
    }
  }

  private func aliases(_ facts: FileFacts?) -> [CompletionItem] {
    OrderedSet((facts?.anchors ?? []).map(\.text)).map { CompletionItem($0, .reference, detail: "anchor") }
  }

  private func values(
    _ expected: Expected, _ workspace: inout Workspace, _ file: String
  ) -> [CompletionItem] {
    switch expected {
    case .top, .metadata, .labels, .permission, .fields, .value(_, .object):
      return nested(expected, workspace, file)
    case .entry:
      if cursor.isInFlow { return nested(expected, workspace, file) }
      return nested(expected, workspace, file) + entries(layout.plain)
    case .entries, .list(of: .entry):
      guard !cursor.isInFlow else { return [] }
      return entries { text in self.layout.item { _ in text } }
    case .model: return models(for: nil)
    case .state:
      return EntryState.allCases.map { CompletionItem($0.rawValue, .constant, insert: text($0.rawValue)) }
    case .words(let words, let detail):
      return words.map { word in
        // Words with quotes are YAML already.
        CompletionItem(word, .constant, detail: detail, insert: word.hasPrefix("'") ? nil : text(word))
      }
    case .list(let item):
      return values(item, &workspace, file).map { item in
        var item = item
        let text = item.insert
        item.insert = layout.item { _ in text }
        return item
      }
    case .condition: return words(of: .boolean, nil)
    case .value(let field, .list(let item)): return list(field, item, &workspace, file)
    case .value(let field, let type): return values(field, type, &workspace, file)
    case .tag(let tag): return arguments(tag, &workspace, file)
    case .context, .any: return []
    }
  }

  private func nested(_ expected: Expected, _ workspace: borrowing Workspace, _ file: String)
    -> [CompletionItem]
  {
    var given: Set<String> = []
    if case .top = expected, let document = workspace.document(file) {
      given = LineOutline(document).topKeys
    }
    let indent = layout.memberIndent
    return keys(of: expected, indent: indent, without: given).map { item in
      var item = item
      let text = item.insert
      item.insert = layout.member { _ in text }
      return item
    }
  }

  // MARK: The values of a field

  private func list(
    _ field: Field, _ item: FieldType, _ workspace: inout Workspace, _ file: String
  ) -> [CompletionItem] {
    if case .object(let members) = item {
      let insertion = FieldInsertion(isInFlow: cursor.isInFlow)
      let needed = FieldInsertion.needed(members)
      return [
        CompletionItem(
          needed.map(\.name).joined(separator: ", "), .snippet, detail: "an item of `\(field.name)`",
          insert: layout.item { indent in
            cursor.isInFlow
              ? Snippet("{") + insertion.members(needed, indent: indent) + Snippet("}")
              : insertion.members(needed, indent: indent)
          })
      ]
    }
    return values(field, item, &workspace, file).map { value in
      var value = value
      let text = value.insert
      value.insert = layout.item { _ in text }
      return value
    }
  }

  private func values(
    _ field: Field, _ type: FieldType, _ workspace: inout Workspace, _ file: String
  ) -> [CompletionItem] {
    if field.name == "name" || field.name == "path", scope.model == CompletionScope.application {
      return blueprints(field.name, &workspace)
    }
    if field.name == "permissions",
      scope.model == "authentik_rbac.role" || scope.model == "authentik_core.user"
    {
      return scope.allPermissions.map { CompletionItem($0, .constant, insert: text($0)) }
    }
    if field.refersTo != nil { return references(field, &workspace, file) }
    return words(of: type, field)
  }

  /// The values of a type that has only some, and the default value of others.
  func words(of type: FieldType, _ field: Field?) -> [CompletionItem] {
    var words: [String] =
      switch type {
      case .boolean: ["true", "false"]
      case .choice(let choices): choices.filter { !$0.isEmpty }
      default: []
      }
    let standard = field.flatMap { FieldDocumentation.defaultValue($0, of: scope.model, scope.catalog) }
    let shown = standard.flatMap { $0.string ?? ($0.isScalar ? JSONWriter.write($0) : nil) } ?? ""
    if words.isEmpty, !shown.isEmpty, field?.isSecret == false { words = [shown] }
    return words.map { word in
      let insert = type == .boolean || type == .integer || type == .number ? Snippet(word) : text(word)
      return CompletionItem(word, .value, detail: word == shown ? "default" : nil, insert: insert)
    }
  }

  /// The blueprints that an entry can apply: those of the workspace, then those of authentik.
  private func blueprints(_ field: String, _ workspace: inout Workspace) -> [CompletionItem] {
    var items: [CompletionItem] = []
    if field == "name" {
      items += workspace.allFacts().compactMap { facts in
        facts.blueprint.map { CompletionItem($0.text, .module, detail: facts.file, insert: text($0.text)) }
      }
    }
    items += ShippedObject.all(in: scope.catalog.version).compactMap { object in
      guard object.model == "authentik_blueprints.blueprintinstance", let name = object.fields[field]?.string
      else { return nil }
      return CompletionItem(name, .module, detail: "from authentik", insert: text(name), rank: 1)
    }
    return items
  }

  // MARK: The arguments of tags

  private func arguments(
    _ tag: Expected.Tag, _ workspace: inout Workspace, _ file: String
  ) -> [CompletionItem] {
    switch tag {
    case .id(let outer): idItems(outer, workspace.facts(of: file))
    case .contextKey: contextKeys(workspace.facts(of: file), workspace.settings.options.context)
    case .findList(let outer): findLists(outer, &workspace)
    case .findModel(let outer): models(for: .some(outer))
    case .findCondition(let model): findConditions(model, &workspace)
    case .findField(let model): findFields(model)
    case .findValue(let model, let field): findValues(model, field, &workspace)
    case .own: []
    }
  }

  private func contextKeys(_ facts: FileFacts?, _ options: ValueMap) -> [CompletionItem] {
    let own = (facts?.context ?? []).compactMap { pair -> CompletionItem? in
      guard let key = pair.key.text else { return nil }
      return CompletionItem(key, .variable, detail: pair.value.text ?? "context", insert: text(key))
    }
    let known = Set(own.map(\.label))
    let given = options.keys.filter { !known.contains($0) }.map {
      CompletionItem($0, .variable, detail: "set for all blueprints", insert: text($0), rank: 1)
    }
    let server = BlueprintNames.contextKeys.map {
      CompletionItem($0, .variable, detail: "from authentik", insert: text($0), rank: 2)
    }
    return own + given + server
  }
}

extension Value {
  fileprivate var isScalar: Bool { list == nil && map == nil && !isNull }
}
