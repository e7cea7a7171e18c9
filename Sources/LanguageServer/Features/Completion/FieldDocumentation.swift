import Catalog
import Model
import OrderedCollections
import Synchronization

/// The description of a field, for people.
enum FieldDocumentation {
  private static let knownDefaults = Mutex<[String: CreateDefaults]>([:])

  /// A few words, such as `text, required`.
  static func detail(_ field: Field) -> String {
    var words = [typeName(field)]
    if field.isRequired { words.append("required") }
    if field.isReadOnly { words.append("read-only") }
    if field.isSecret { words.append("secret") }
    return words.joined(separator: ", ")
  }

  static func text(_ field: Field, of model: String?, _ catalog: Catalog) -> String? {
    var lines: [String] = []
    if field.isRequired { lines.append("A create needs it.") }
    if field.isReadOnly { lines.append("Read-only: the server sets it.") }
    if case .choice(let choices) = itemType(field.type) {
      lines.append("One of " + choices.map { "`\($0)`" }.joined(separator: ", ") + ".")
    }
    if let target = field.refersTo {
      lines.append("The key of an object of the kind `\(target)`, by `!KeyOf` or `!Find`.")
    }
    if field.isSecret { lines.append("A secret: flowform never shows its value.") }
    if field.isDuration { lines.append("A duration, such as `minutes=5` or `hours=1;minutes=30`.") }
    if let limits = limits(field) { lines.append(limits) }
    if let value = defaultValue(field, of: model, catalog) {
      lines.append("Default: `\(JSONWriter.write(value))`.")
    }
    if let since = since(field, of: model) { lines.append("Since authentik \(since).") }
    return lines.isEmpty ? nil : lines.joined(separator: "\n\n")
  }

  /// The value that a create without the field stores, if it is known.
  static func defaultValue(_ field: Field, of model: String?, _ catalog: Catalog) -> Value? {
    guard !field.isRequired, !field.isReadOnly else { return nil }
    if let value = field.defaultValue { return value }
    guard let model else { return nil }
    let defaults = knownDefaults.withLock { known in
      if let defaults = known[catalog.version] { return defaults }
      let defaults = CreateDefaults(nearestTo: catalog.version)
      known[catalog.version] = defaults
      return defaults
    }
    return defaults.value(of: field.name, in: model)
  }

  static func typeName(_ field: Field) -> String {
    if field.refersTo != nil { return field.type.isList ? "list of references" : "reference" }
    return typeName(field.type)
  }

  private static func typeName(_ type: FieldType) -> String {
    switch type {
    case .text(.plain): "text"
    case .text(.uuid): "UUID"
    case .text(.uri): "URL"
    case .text(.email): "e-mail address"
    case .text(.dateTime): "date and time"
    case .text(.binary): "file"
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .choice: "choice"
    case .list(let item): "list of " + plural(typeName(item))
    case .map, .object: "map"
    case .any: "any value"
    }
  }

  private static func plural(_ name: String) -> String {
    switch name {
    case "e-mail address": "e-mail addresses"
    case "date and time": "dates and times"
    case let name where name.hasPrefix("list of "): "lists of " + name.dropFirst("list of ".count)
    default: name + "s"
    }
  }

  private static func itemType(_ type: FieldType) -> FieldType {
    if case .list(let item) = type { item } else { type }
  }

  private static func limits(_ field: Field) -> String? {
    var parts: [String] = []
    if let maximum = field.maxLength { parts.append("at most \(maximum) characters") }
    if let maximum = field.maxItems { parts.append("at most \(maximum) items") }
    if let pattern = field.pattern { parts.append("of the form `\(pattern)`") }
    let text = parts.joined(separator: ", ")
    return text.isEmpty ? nil : text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// The first version of the kind with the field; nil if the kind never was without it.
  private static func since(_ field: Field, of model: String?) -> String? {
    guard let model else { return nil }
    let kinds = KindHistory.kinds(model)
    guard let first = kinds.firstIndex(where: { $0?.field(field.name) != nil }), first > 0,
      kinds[first - 1] != nil
    else { return nil }
    return EmbeddedCatalog.all[first].family
  }
}
