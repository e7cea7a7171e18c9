import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

extension CompletionContext {
  /// How many objects of the workspace are offered at once: more than an answer holds, so that it counts as incomplete.
  private static let objectLimit = Completion.limit + 1

  /// True if a field that refers to a model or base class can hold the key of a kind.
  func fits(_ model: String, _ target: String) -> Bool {
    if model == target { return true }
    guard let kind = scope.catalog.kind(model) else { return false }
    // Policies are bound to anything that has an engine for them.
    if target == "authentik_policies.policybindingmodel" { return kind.field("policy_engine_mode") != nil }
    return BaseClass.covers(target, kind)
  }

  // MARK: Ids

  /// The ids of the other entries of the file, those that fit a field first.
  func ids(_ expected: Expected, _ facts: FileFacts?) -> [(id: String, entry: EntryFacts, fits: Bool)] {
    let own = scope.entry?["id"]?.text
    let target = expected.target
    var seen: Set<String> = []
    let ids = (facts?.entries ?? []).compactMap { entry -> (id: String, entry: EntryFacts, fits: Bool)? in
      guard let id = entry.id?.text, id != own, !id.contains(MarkedText.mark), seen.insert(id).inserted else {
        return nil
      }
      let model = entry.model?.text.lowercased() ?? ""
      return (id, entry, target.map { fits(model, $0) } ?? true)
    }
    return ids.filter(\.fits) + ids.filter { !$0.fits }
  }

  func idItems(_ expected: Expected, _ facts: FileFacts?) -> [CompletionItem] {
    ids(expected, facts).map { id, entry, fits in
      CompletionItem(
        id, .reference, detail: Self.detail(entry), insert: text(id), rank: fits ? 0 : 1)
    }
  }

  private static func detail(_ entry: EntryFacts) -> String {
    [entry.model?.text, entry.title.flatMap { $0 == entry.id?.text ? nil : $0 }].compactMap(\.self)
      .joined(separator: " ")
  }

  // MARK: References

  /// The values for a field that refers to another object.
  func references(_ field: Field, _ workspace: inout Workspace, _ file: String) -> [CompletionItem] {
    guard let target = field.refersTo else { return [] }
    let expected = Expected.value(field, field.type)
    let own = ids(expected, workspace.facts(of: file)).filter(\.fits).map { id, entry, _ in
      CompletionItem(
        "!KeyOf \(id)", .reference, detail: Self.detail(entry), insert: Snippet("!KeyOf ") + text(id))
    }
    return own + finds(target, field.name, &workspace, file)
  }

  /// The objects that a field can refer to by `!Find`: those of the workspace, then those of authentik.
  private func finds(
    _ target: String, _ field: String, _ workspace: inout Workspace, _ file: String
  ) -> [CompletionItem] {
    // Entries of the file that have an id are offered by `!KeyOf`.
    objects(&workspace) { fits($0, target) }.filter { $0.origin != file || !$0.hasID }.map { object in
      CompletionItem(
        object.find, .reference, detail: "from \(object.origin)", rank: rank(object, for: field))
    }
  }

  /// Objects that seem to be meant for a field come first: a flow with the designation of the field's name, or an object
  /// of the entry's own app.
  private func rank(_ object: KnownObject, for field: String) -> Int {
    let words = field.split(separator: "_").map(String.init)
    let name = object.conditions.first?.value ?? ""
    let isMeant =
      object.designation.map(words.contains) ?? false
      || words.first == "flow" && name.contains(words.dropFirst().joined(separator: "-"))
    // A provider's own flow is named like `default-provider-invalidation-flow`.
    let parts = scope.model?.split(separator: ".").first?.split(separator: "_") ?? []
    let area = parts.count > 1 ? String(parts[1].hasSuffix("s") ? parts[1].dropLast() : parts[1]) : ""
    if isMeant { return ["provider", "source"].contains(area) == name.contains("-\(area)-") ? 1 : 2 }
    return app(of: object.model) == app(of: scope.model ?? "") ? 1 : 3
  }

  func app(of model: String) -> Substring { model.prefix { $0 != "." } }

  /// The objects of these models, those of the workspace first.
  func objects(_ workspace: inout Workspace, where isWanted: (String) -> Bool) -> [KnownObject] {
    var found: [KnownObject] = []
    var seen: Set<String> = []
    var wanted: [String: Bool] = [:]
    search: for facts in workspace.allFacts() {
      for entry in facts.entries {
        guard let model = entry.model?.text.lowercased(), isKnown(model, &wanted, isWanted), matches(entry),
          let object = KnownObject(entry, in: facts.file), seen.insert(object.find).inserted
        else { continue }
        found.append(object)
        if found.count == Self.objectLimit { break search }
      }
    }
    let shipped = ShippedObject.all(in: scope.catalog.version).filter { isWanted($0.model) }
    return found + shipped.map(KnownObject.init).filter { seen.insert($0.find).inserted }
  }

  /// True if what was typed may be part of the entry's texts. A tag says nothing of them.
  private func matches(_ entry: EntryFacts) -> Bool {
    let prefix = cursor.prefix.lowercased()
    if prefix.isEmpty || prefix.hasPrefix("!") || prefix.hasPrefix("[") { return true }
    return (entry.identifiers + entry.attrs).contains { $0.value.text?.lowercased().contains(prefix) == true }
      || entry.model?.text.lowercased().contains(prefix) == true
  }

  /// Asks once for each model.
  private func isKnown(
    _ model: String, _ known: inout [String: Bool], _ isWanted: (String) -> Bool
  ) -> Bool {
    if let known = known[model] { return known }
    let answer = isWanted(model)
    known[model] = answer
    return answer
  }

  // MARK: The parts of !Find

  func isOf(_ model: String, _ wanted: String) -> Bool { model == wanted || fits(model, wanted) }

  /// `!Find |`
  func findLists(_ expected: Expected, _ workspace: inout Workspace) -> [CompletionItem] {
    let target = expected.target
    return objects(&workspace) { model in target.map { fits(model, $0) } ?? true }.map { object in
      CompletionItem(
        "[\(object.model), \(object.conditionTexts)]", .reference, detail: "from \(object.origin)")
    }
  }

  /// `!Find [model, |]`
  func findConditions(_ model: String, _ workspace: inout Workspace) -> [CompletionItem] {
    let known = objects(&workspace) { isOf($0, model) }.map { object in
      CompletionItem(object.conditionTexts, .reference, detail: "from \(object.origin)")
    }
    guard let kind = BaseKinds.kind(model, in: scope.catalog) else { return known }
    let fields = Self.identifying(kind).map { field in
      CompletionItem(
        "[\(field), …]", .snippet, insert: Snippet([.text("[\(field), "), .place("value"), .text("]")]),
        rank: 1)
    }
    return known + fields
  }

  /// `!Find [model, [|]]`
  func findFields(_ model: String) -> [CompletionItem] {
    guard let kind = BaseKinds.kind(model, in: scope.catalog) else { return [] }
    let usual = Self.identifying(kind)
    let fields = kind.fields.filter { $0.type.members == nil && !$0.type.isList }
    return fields.map { field in
      CompletionItem(
        field.name, .field, detail: FieldDocumentation.detail(field),
        documentation: FieldDocumentation.text(field, of: model, scope.catalog),
        rank: usual.firstIndex(of: field.name) ?? usual.count + (field.isReadOnly ? 1 : 0))
    }
  }

  /// `!Find [model, [field, |]]`
  func findValues(_ model: String, _ field: String, _ workspace: inout Workspace) -> [CompletionItem] {
    var seen: Set<String> = []
    let known = objects(&workspace) { isOf($0, model) }.compactMap { object -> CompletionItem? in
      guard let value = object.fields.last(where: { $0.field == field })?.value, seen.insert(value).inserted
      else { return nil }
      return CompletionItem(
        value, .value, detail: "\(object.model) from \(object.origin)", insert: text(value))
    }
    guard let known = known.isEmpty ? nil : known else {
      let type = BaseKinds.kind(model, in: scope.catalog)?.field(field)?.type
      return type.map { words(of: $0, nil) } ?? []
    }
    return known
  }

  /// The fields that usually find an object, the best one first.
  static func identifying(_ kind: Kind) -> [String] {
    let names = ["managed"] + Kind.nameFields
    let keys = kind.naturalKeys.filter { $0.count == 1 }.joined()
    return OrderedSet(keys + names.filter { kind.field($0) != nil }).filter { $0 != "pk" }
  }
}

extension Expected {
  /// The model or base class of the objects that belong here.
  var target: String? {
    if case .value(let field, _) = self { field.refersTo } else { nil }
  }
}
