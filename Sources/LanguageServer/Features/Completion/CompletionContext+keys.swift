import Blueprints
import Catalog
import Model
import OrderedCollections

extension CompletionContext {
  /// Keys that blueprints have anywhere, with the start of their values.
  private struct FixedKey {
    let name: String
    let text: String
    let insert: [Snippet.Piece]
    /// True if the value is written below the key.
    var isNested = false
  }

  private static let topKeys = [
    FixedKey(name: "version", text: "The version of the blueprint's form: 1.", insert: [.text(" 1")]),
    FixedKey(
      name: "metadata", text: "The name and the labels of the blueprint.",
      insert: [.text("name: "), .place("name")], isNested: true),
    FixedKey(name: "context", text: "Values for `!Context`.", insert: [.place("")], isNested: true),
    FixedKey(
      name: "entries", text: "A list of entries, or a map of sections with a list each.",
      insert: [.text("- "), .place("")], isNested: true),
  ]

  private static let metadataKeys = [
    FixedKey(
      name: "name", text: "The name that `metaapplyblueprint` uses.", insert: [.text(" "), .place("")]),
    FixedKey(name: "labels", text: "Labels for authentik.", insert: [.place("")], isNested: true),
  ]

  private static let labelKeys = [
    FixedKey(
      name: CompletionScope.instantiate,
      text: "With `'false'`, authentik does not apply the blueprint by itself.",
      insert: [.text(" "), .choice(["'false'", "'true'"])]),
    FixedKey(
      name: "blueprints.goauthentik.io/description", text: "A description for people.",
      insert: [.text(" "), .place("")]),
  ]

  private static let entryKeys = [
    FixedKey(name: "model", text: "The kind of object.", insert: [.text(" "), .place("")]),
    FixedKey(name: "id", text: "The name for `!KeyOf`.", insert: [.text(" "), .place("")]),
    FixedKey(
      name: "state", text: "What shall become of the object; `present` without this key.",
      insert: [.text(" "), .choice(EntryState.allCases.map(\.rawValue))]),
    FixedKey(
      name: "identifiers", text: "The fields that find the object.", insert: [.place("")], isNested: true),
    FixedKey(name: "attrs", text: "The other fields of the object.", insert: [.place("")], isNested: true),
    FixedKey(
      name: "conditions", text: "The entry is skipped unless all of them are true.",
      insert: [.text("- "), .place("")], isNested: true),
    FixedKey(
      name: "permissions", text: "Permissions on the object, for a role or a user.",
      insert: [.text("- permission: "), .place("")], isNested: true),
  ]

  private static let permissionKeys = [
    FixedKey(name: "permission", text: "The permission.", insert: [.text(" "), .place("")]),
    FixedKey(name: "role", text: "The role that gets it.", insert: [.text(" "), .place("")]),
    FixedKey(name: "user", text: "The user who gets it.", insert: [.text(" "), .place("")]),
  ]

  /// The keys of a map, at an indent.
  func keys(of expected: Expected, indent: Int, without given: Set<String>) -> [CompletionItem] {
    switch expected {
    case .top: fixed(Self.topKeys, indent, given)
    case .metadata: fixed(Self.metadataKeys, indent, given)
    case .labels: fixed(Self.labelKeys, indent, given)
    case .entry: fixed(Self.entryKeys, indent, given)
    case .permission: fixed(Self.permissionKeys, indent, given)
    case .fields(let part): entryFields(part, indent, given)
    case .value(_, .object(let members)): fieldItems(members, indent, given)
    default: []
    }
  }

  private func fixed(_ keys: [FixedKey], _ indent: Int, _ given: Set<String>) -> [CompletionItem] {
    keys.filter { !given.contains($0.name) }.map { key in
      let line = FieldInsertion.line(indent + 2)
      let value =
        !key.isNested ? key.insert : cursor.isInFlow ? [.text(" "), .place("")] : [.text(line)] + key.insert
      return CompletionItem(
        key.name, .property, documentation: key.text,
        insert: cursor.hasColon ? nil : Snippet([.text(key.name + ":")] + value))
    }
  }

  private func entryFields(
    _ part: Expected.EntryFields, _ indent: Int, _ given: Set<String>
  ) -> [CompletionItem] {
    let given = given.union(scope.given)
    let identifying = part == .identifiers ? scope.kind.map(Self.identifying) ?? [] : []
    let together = part == .identifiers ? scope.kind.map { $0.uniqueTogether.flatMap(\.self) } ?? [] : []
    let first = together + identifying
    let fields = scope.fields.filter { field in
      guard field.isReadOnly else { return true }
      // What the server sets can still find an object.
      return part == .identifiers && !field.type.isList && field.type != .map && field.type.members == nil
    }
    return fieldItems(fields, indent, given).map { item in
      var item = item
      if let position = first.firstIndex(of: item.label) { item.rank = position - first.count }
      return item
    }
  }

  private func fieldItems(_ fields: [Field], _ indent: Int, _ given: Set<String>) -> [CompletionItem] {
    let insertion = FieldInsertion(isInFlow: cursor.isInFlow)
    return fields.filter { !given.contains($0.name) }.map { field in
      CompletionItem(
        field.name, .field, detail: FieldDocumentation.detail(field),
        documentation: FieldDocumentation.text(field, of: scope.model, scope.catalog),
        insert: cursor.hasColon ? nil : insertion.member(field, indent: indent),
        rank: field.isRequired ? 0 : field.isReadOnly ? 2 : 1)
    }
  }
}
