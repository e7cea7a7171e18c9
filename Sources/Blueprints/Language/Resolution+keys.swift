import Catalog
import Model
import OrderedCollections
import YAML

/// Primary keys that a blueprint writes out.
extension Resolution {
  /// Replaces primary keys by references, if another entry declares the key as its own.
  ///
  /// Exports from authentik's own interface refer to objects in this way.
  mutating func linked(
    _ value: Value, at position: Int, _ part: EntrySlot.Part, of index: Int
  ) -> Value {
    guard !table.primaryKeys.isEmpty || !options.isOffline, let source = table[index][part]?[position],
      source.name != "pk", let field = kind(of: index)?.field(source.name)
    else { return value }
    let scope = scope(index)
    switch (field.type, value) {
    case (.text(.uuid), _), (.integer, _):
      let linked = linked(value, to: field.refersTo, field.type, scope)
      checkKey(linked, source.name, of: field, field.type, at: source.valueMark, scope)
      return linked
    case (.list(let type), .list(let items)):
      let linked = items.map { self.linked($0, to: field.refersTo, type, scope) }
      for (position, item) in linked.enumerated() {
        let mark = source.places?.place(of: [.index(position)]).value ?? source.valueMark
        checkKey(item, "\(source.name)[\(position)]", of: field, type, at: mark, scope)
      }
      return .list(linked)
    default: return value
    }
  }

  /// A UUID identifies one object of all. An integer key identifies one object per kind.
  private mutating func linked(_ value: Value, to model: String?, _ type: FieldType, _ scope: Scope) -> Value
  {
    guard type == .text(.uuid) || (type == .integer && model != nil),
      let key = Coercion.text(value), let targets = table.primaryKeys[key.lowercased()]
    else { return value }
    let fitting = targets.first { target in
      guard target != scope.entry else { return false }
      return type == .text(.uuid) || kind(of: target).map { BaseClass.covers(model ?? "", $0) } ?? false
    }
    guard let target = fitting, let head = head(of: target), head.state != .absent else { return value }
    return reference(to: target, symbol: value, at: table[scope.entry].entry.model, scope) ?? value
  }

  /// Checks a key that no entry declares: it may be on the server, or come from another server.
  private mutating func checkKey(
    _ value: Value, _ name: String, of field: Field, _ type: FieldType, at mark: Mark, _ scope: Scope
  ) {
    guard !options.isOffline, let model = field.refersTo, canLookUp(model), !isAbsent(scope.entry) else {
      return
    }
    let key: Value
    switch (type, value) {
    case (.text(.uuid), .string(let text)) where Coercion.isUUID(text): key = .string(text.lowercased())
    case (.integer, .integer), (.integer, .string):
      guard let number = Coercion.integer(value) else { return }
      key = .integer(number)
    default: return
    }
    guard let answer = questions.ask(.exists(model: model, key: key)), answer.value == false else { return }
    let unique = catalog.kind(model)?.uniqueFields.first ?? "name"
    report(
      .error(
        "`\(name)` is the key `\(key.string ?? JSONWriter.write(key))`, but no \(model) on this server has it; keys differ from server to server, so write `!Find [\(model), [\(unique), …]]`, or `!KeyOf` and the `id` of an entry",
        at: mark.location(in: blueprints[scope.blueprint].file)
      ).about(.reference), scope)
  }
}
