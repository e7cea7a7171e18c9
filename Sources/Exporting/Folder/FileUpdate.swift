import Catalog
import Model
import OrderedCollections
import Upgrading
import YAML

/// The edits of an existing file. What cannot be edited in the way it is written is told, and stays.
struct FileUpdate {
  let file: ExistingSet.File
  private(set) var diagnostics: [Diagnostic] = []
  private lazy var editing: SourceEditing? = (try? SourceReader.read(file.source.bytes))
    .map { SourceEditing($0, file.source.bytes) }
  private var edits: [TextEdit] = []
  /// The places of the keys that are removed.
  private var removed: Set<Mark> = []

  init(_ file: ExistingSet.File) {
    self.file = file
  }

  /// The new text; nil if it is the same, or if two edits are about the same bytes.
  var bytes: [UInt8]? {
    guard !edits.isEmpty, let bytes = edits.applied(to: file.source.bytes), bytes != file.source.bytes else {
      return nil
    }
    return bytes
  }

  /// True if the edits cannot be made together.
  var isContradictory: Bool { edits.applied(to: file.source.bytes) == nil }

  private func place(_ mark: Mark) -> SourceLocation { mark.location(in: file.source.file) }

  private mutating func refuse(_ what: String, at mark: Mark) {
    diagnostics.append(
      .warning(
        "\(what), but the text is written in a way that cannot be edited; edit it by hand", at: place(mark)))
  }

  // MARK: - Fields

  /// Gives a field the server's value, or removes it if that is the default (`tree` is nil).
  mutating func set(
    _ name: String, _ field: ExistingSet.Field, _ paths: [FieldPath], to tree: YAMLTree?,
    _ object: ExportedObject
  ) {
    let what = "`\(name)` differs from the server"
    guard let editing else { return refuse(what, at: field.nameMark) }
    guard let tree else {
      guard !field.isIdentifier, let edits = editing.removing(keyAt: field.nameMark) else {
        return refuse("the server has the default value of `\(name)`", at: field.nameMark)
      }
      noteTag(field, name)
      removed.insert(field.nameMark)
      self.edits += edits
      return
    }
    let isUnordered = object.kind.field(name)?.isSet ?? false
    if field.tag == nil, let edits = parts(field, paths, of: tree, isUnordered, editing) {
      self.edits += edits
    } else if let edits = editing.setting(keyAt: field.nameMark, [], to: tree, isUnordered: isUnordered) {
      noteTag(field, name)
      self.edits += edits
    } else {
      refuse(what, at: field.nameMark)
    }
  }

  /// The edits of the parts that differ. Nil if one of them is not written in the file.
  private func parts(
    _ field: ExistingSet.Field, _ paths: [FieldPath], of tree: YAMLTree, _ isUnordered: Bool,
    _ editing: SourceEditing
  ) -> [TextEdit]? {
    var edits: [TextEdit] = []
    for path in paths {
      let steps = Array(path.steps.dropFirst())
      guard let part = tree.part(steps[...]),
        let found = editing.setting(keyAt: field.nameMark, steps, to: part, isUnordered: isUnordered)
      else { return nil }
      edits += found
    }
    return edits
  }

  private mutating func noteTag(_ field: ExistingSet.Field, _ name: String) {
    guard let tag = field.tag, !["!Find", "!KeyOf"].contains(tag) else { return }
    diagnostics.append(
      .warning(
        "\(tag) made another value of `\(name)` than the server has, and the server's value takes its place",
        at: place(field.nameMark)))
  }

  mutating func noteSecret(_ name: String, _ field: ExistingSet.Field, _ object: ExportedObject) {
    diagnostics.append(
      .note(
        "`\(name)` is a secret that differs from the server; it stays as it is", at: place(field.nameMark)))
  }

  /// Adds fields that the entry lacks.
  mutating func add(
    _ fields: OrderedDictionary<String, YAMLTree>, to entry: ExistingSet.Entry, _ object: ExportedObject
  ) {
    let list = fields.map { (name: $0.key, value: $0.value) }
    let attrs = entry.fields.filter { $0.value.file == file.path && !$0.value.isIdentifier }
    let last = attrs.filter { !removed.contains($0.value.nameMark) }
      .max { $0.value.nameMark.isBefore($1.value.nameMark) }
    // The next round adds them to the empty map.
    guard last != nil || attrs.isEmpty else { return }
    guard
      let edits = editing?.adding(list, toEntryAt: entry.mark, attrs: entry.attrs, after: last?.key)
    else {
      let names = fields.keys.map { "`\($0)`" }.joined(separator: ", ")
      return refuse("the server has a value for \(names)", at: entry.mark)
    }
    self.edits += edits
  }

  // MARK: - Entries

  mutating func remove(entryAt mark: Mark) {
    guard let edit = editing?.entries?.removing(mark) else {
      return refuse("the object of this entry is gone", at: mark)
    }
    edits.append(edit)
  }

  /// Inserts entries before another one, or at the end.
  mutating func insert(_ text: String, before mark: Mark?, _ what: String) {
    guard let edit = editing?.entries?.inserting(text, before: mark) else {
      diagnostics.append(
        .warning(
          "these entries are missing, but the list of entries is written in a way that cannot be edited: \(what)",
          at: SourceLocation(file: file.source.file, line: 1, column: 1)))
      return
    }
    edits.append(edit)
  }
}

extension Mark {
  fileprivate func isBefore(_ other: Mark) -> Bool { (line, column) < (other.line, other.column) }
}

extension YAMLTree {
  /// The part under steps; nil if there is none, or if it is below a tag.
  fileprivate func part(_ steps: ArraySlice<FieldPath.Step>) -> YAMLTree? {
    guard let step = steps.first else { return self }
    switch (self, step) {
    case (.value(let value), _):
      return value.value(at: FieldPath(Array(steps))).map(YAMLTree.value)
    case (.list(let items), .index(let index)):
      return items.indices.contains(index) ? items[index].part(steps.dropFirst()) : nil
    case (.map(let pairs), .key(let name)):
      for case .pair(let key, let value) in pairs where key == name { return value.part(steps.dropFirst()) }
      return nil
    default: return nil
    }
  }
}
