import Catalog
import Model
import YAML

/// The meaning of a node of a blueprint, known from the nodes around it.
indirect enum Expected {
  case top, metadata, labels, context, entries, entry, model, state, permission
  /// The fields of `identifiers` or `attrs`.
  case fields(EntryFields)
  /// A value of a type, for a field.
  case value(Field, FieldType)
  /// One of some words, and what they are.
  case words([String], String)
  case list(of: Expected)
  case condition
  /// The argument of a tag.
  case tag(Tag)
  /// A value of an unknown kind.
  case any

  enum EntryFields { case identifiers, attrs }

  enum Tag {
    /// The id of an entry.
    case id(for: Expected)
    case contextKey
    /// `[model, [field, value], …]`.
    case findList(for: Expected)
    case findModel(for: Expected)
    case findCondition(model: String)
    case findField(model: String)
    case findValue(model: String, field: String)
    /// A text or number that only its author knows.
    case own
  }

  /// The meaning of a key's value.
  func value(of key: String, in scope: CompletionScope) -> Expected {
    switch self {
    case .top:
      switch key {
      case "version": .words(["1"], "the only version")
      case "metadata": .metadata
      case "context": .context
      case "entries": .entries
      default: .any
      }
    case .metadata: key == "labels" ? .labels : .tag(.own)
    case .labels: key == CompletionScope.instantiate ? .words(["'false'", "'true'"], "label") : .tag(.own)
    case .entries: .list(of: .entry)
    case .entry:
      switch key {
      case "model": .model
      case "state": .state
      case "identifiers": .fields(.identifiers)
      case "attrs": .fields(.attrs)
      case "conditions": .list(of: .condition)
      case "permissions": .list(of: .permission)
      case "id": .tag(.own)
      default: .any
      }
    case .permission:
      switch key {
      case "permission": .words(scope.permissions, "permission")
      case "role": .value(Field(name: key, type: .text(.uuid), refersTo: "authentik_rbac.role"), .text(.uuid))
      case "user": .value(Field(name: key, type: .integer, refersTo: "authentik_core.user"), .integer)
      default: .any
      }
    case .fields: scope.field(key).map { .value($0, $0.type) } ?? .any
    case .value(_, .object(let members)):
      members.first { $0.name == key }.map { .value($0, $0.type) } ?? .any
    default: .any
    }
  }

  /// The meaning of an item of a list.
  var item: Expected {
    switch self {
    case .entries: .entry
    case .list(let item): item
    case .value(let field, .list(let item)): .value(field, item)
    default: .any
    }
  }

  /// The meaning of an item of a tag's argument; `self` is the meaning of the tag itself.
  func argument(_ index: Int, of tag: String, _ node: SourceNode) -> Expected {
    switch (tag, index) {
    case ("!Find", 0), ("!FindObject", 0): .tag(.findModel(for: self))
    case ("!Find", _), ("!FindObject", _):
      .tag(.findCondition(model: node.items?.first?.plainText?.lowercased() ?? ""))
    case ("!Context", 0): .tag(.contextKey)
    case ("!Env", 0), ("!File", 0), ("!Format", 0), ("!AtIndex", 1): .tag(.own)
    case ("!Context", 1), ("!Env", 1), ("!File", 1), ("!AtIndex", 2), ("!If", 1...): self
    case ("!If", 0): .condition
    case ("!Condition", 0): .words(["AND", "OR", "NAND", "NOR", "XOR", "XNOR"], "mode")
    case ("!Condition", _): .condition
    case ("!Enumerate", 1): .words(["SEQ", "MAP"], "form")
    case ("!Enumerate", 2): item
    default: .any
    }
  }

  /// The meaning of a text behind a tag; `self` is the meaning of the tag itself.
  func text(of tag: String) -> Expected {
    switch tag {
    case "!KeyOf": .tag(.id(for: self))
    case "!Context": .tag(.contextKey)
    case "!Find", "!FindObject": .tag(.findList(for: self))
    default: .tag(.own)
    }
  }
}
