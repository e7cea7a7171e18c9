package import Catalog
import Model
import OrderedCollections

/// What a blueprint's author has to know about a field.
package struct FieldDescription {
  private let field: Field
  private let model: String
  /// The version whose defaults are told.
  private let version: String
  /// True for a field of the kind itself, false for a member of a field.
  private let isOfKind: Bool

  package init(_ field: Field, of model: String, in version: String, isOfKind: Bool = true) {
    self.field = field
    self.model = model
    self.version = version
    self.isOfKind = isOfKind
  }

  package var lines: [String] {
    [type] + limits + [duty, defaultValue].compactMap(\.self) + secrecy + relation + behaviour
      + [isOfKind ? Lifetime(of: field.name, in: model).text : nil].compactMap(\.self)
  }

  private var type: String {
    let new = isOfKind ? Lifetime.newChoices(of: field.name, in: model) : [:]
    let text = Self.name(of: field.type, new)
    return text.prefix(1).uppercased() + text.dropFirst() + (field.isNullable ? ", or null." : ".")
  }

  private static func name(of type: FieldType, _ new: [String: String]) -> String {
    switch type {
    case .choice(let choices):
      let named = choices.map { choice in
        Markdown.code(choice) + (new[choice].map { " (since authentik \($0))" } ?? "")
      }
      return "one of \(named.joined(separator: ", "))"
    case .list(let item): return "a list; each item is \(name(of: item, new))"
    case .object(let members):
      return "a map with \(Markdown.codes(members.filter { !$0.isReadOnly }.map(\.name)))"
    default: return type.name
    }
  }

  private var limits: [String] {
    var lines: [String] = []
    if field.isDuration { lines.append("A duration, such as `hours=1;minutes=30`.") }
    switch (field.minLength, field.maxLength) {
    case (let least?, let most?) where least > 1: lines.append("From \(least) to \(most) characters.")
    case (_, let most?): lines.append("At most \(most) characters.")
    case (let least?, nil) where least > 1: lines.append("At least \(least) characters.")
    default: break
    }
    switch (field.minimum, field.maximum) {
    case (let least?, let most?):
      lines.append("From \(JSONWriter.write(least)) to \(JSONWriter.write(most)).")
    case (let least?, nil): lines.append("At least \(JSONWriter.write(least)).")
    case (nil, let most?): lines.append("At most \(JSONWriter.write(most)).")
    case (nil, nil): break
    }
    if let most = field.maxItems { lines.append("At most \(most) items.") }
    if field.pattern == TextPattern.slug {
      lines.append("Only letters, digits, `-` and `_`.")
    } else if let pattern = field.pattern {
      lines.append("Matches \(Markdown.code(pattern)).")
    }
    if !field.allowsBlank, case .text = field.type { lines.append("Not empty.") }
    return lines
  }

  private var duty: String? {
    if field.isReadOnly { return "Read-only: the server sets it." }
    return field.isRequired ? "Required to create an object." : nil
  }

  private var defaultValue: String? {
    guard !field.isReadOnly, !field.isRequired, !field.isSecret else { return nil }
    let value =
      isOfKind
      ? CreateDefaultsOfVersion.defaults(version).value(of: field, in: model)
      : field.defaultValue
    return value.map { "Default: \(Markdown.code($0))." }
  }

  private var secrecy: [String] {
    [
      field.isSecret ? "Secret: flowform never shows its value." : nil,
      field.isWriteOnly ? "The server never answers it, so a plan cannot compare it." : nil,
    ].compactMap(\.self)
  }

  private var relation: [String] {
    guard let model = field.refersTo else { return [] }
    let fate: String? =
      switch field.onDelete {
      case .cascade: "If that object is deleted, this one is deleted too."
      case .setNull: "If that object is deleted, this field becomes null."
      case .setDefault: "If that object is deleted, this field gets its default."
      case nil: field.type.isList ? "If such an object is deleted, its item in the list goes too." : nil
      }
    return ["The key of \(Markdown.code(model)), by `!KeyOf` or `!Find`."] + [fate].compactMap(\.self)
  }

  private var behaviour: [String] {
    var lines: [String] = []
    if field.isSet { lines.append("The order of the items has no meaning.") }
    if field.isSingle { lines.append("Only one object may have it set.") }
    if let replacement = field.replacement {
      let fields = Markdown.codes(replacement.decidingFields)
      lines.append("The server may replace the value, depending on \(fields).")
    }
    if !field.addedByServer.isEmpty { lines.append("The server adds items of its own.") }
    if let endpoint = field.endpoint {
      lines.append("Sent to its own endpoint \(Markdown.code("/api/v3" + endpoint)).")
    }
    return lines
  }
}
