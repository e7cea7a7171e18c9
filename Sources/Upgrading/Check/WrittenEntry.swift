import Blueprints
import Catalog
import Model
import YAML

/// An entry as the file has it. No tag is resolved.
struct WrittenEntry {
  struct WrittenField {
    let field: EntryField
    let isIdentifier: Bool
    /// The name in the API.
    let name: String
  }

  let entry: Entry
  let model: String
  let fields: [WrittenField]
  /// False if a tag makes the identifiers or attributes. Then there may be more fields.
  let isComplete: Bool
  /// The same for all entries that describe one object.
  let identity: String

  /// Nil if a tag makes the model.
  init?(_ entry: Entry, _ catalog: Catalog) {
    guard let model = entry.model.literal?.string?.lowercased() else { return nil }
    self.entry = entry
    self.model = model
    let kind = catalog.kind(model)
    let parts = [(entry.identifiers?.written, true), (entry.attrs?.written, false)]
    isComplete = parts.allSatisfy { $0.0?.isComplete ?? true }
    fields = parts.flatMap { part, isIdentifier in
      (part?.fields ?? []).map { field in
        WrittenField(
          field: field, isIdentifier: isIdentifier,
          name: kind.map { BlueprintNames.field(field.name, of: $0) } ?? field.name)
      }
    }
    let identifiers = fields.filter(\.isIdentifier).map { "\($0.field.name)=\($0.field.signature)" }
    // An entry without identifiers shares its object with no other entry. Tags mean the same only inside of one file.
    let hasTags = fields.contains { $0.isIdentifier && $0.field.isMade }
    let place = identifiers.isEmpty ? entry.location.description : hasTags ? entry.file : ""
    identity = ([model, place] + identifiers.sorted()).joined(separator: "\u{0}")
  }

  var state: EntryState? {
    guard let state = entry.state else { return .present }
    return state.literal?.string.flatMap(EntryState.init(rawValue:))
  }

  /// True if an apply may create the object.
  var creates: Bool { state != .absent }

  /// The names of the fields that are neither null nor false.
  var given: Set<String> {
    Set(fields.filter { $0.field.written != .some(.null) && $0.field.written != .some(false) }.map(\.name))
  }

  func field(_ name: String) -> WrittenField? { fields.last { $0.name == name || $0.field.name == name } }
}

extension EntryField {
  /// True if the value holds a blueprint's tag.
  var isMade: Bool {
    if case .node = state { true } else { false }
  }

  /// True if a tag makes the value, and can only make a text.
  var isMadeText: Bool {
    guard case .node(let node) = state, let tag = node.tag?.name else { return false }
    return ["!Env", "!Format", "!File"].contains(tag)
  }

  /// True if a text inside of a tag's argument holds the word.
  func holds(_ word: String) -> Bool {
    guard case .node(let node) = state else { return false }
    return node.holds(word)
  }

  /// A text that is the same for the same value, with its tags.
  fileprivate var signature: String {
    switch state {
    case .literal(let value): JSONWriter.write(value, style: .canonical)
    case .node(let node): node.signature
    case .done, .running: ""
    }
  }
}

extension Node {
  fileprivate func holds(_ word: String) -> Bool {
    switch content {
    case .scalar(let text, _): text.contains(word)
    case .list(let items): items.contains { $0.holds(word) }
    case .map(let pairs): pairs.contains { $0.value.holds(word) }
    }
  }

  fileprivate var signature: String {
    let tag = tag.map { $0.name + " " } ?? ""
    switch content {
    case .scalar(let text, _): return tag + text
    case .list(let items): return tag + "[" + items.map(\.signature).joined(separator: ",") + "]"
    case .map(let pairs):
      return tag + "{" + pairs.map { "\($0.key.signature):\($0.value.signature)" }.joined(separator: ",")
        + "}"
    }
  }
}
