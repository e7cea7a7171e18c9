import Catalog
import Model
import OrderedCollections

/// How the server computes an answer's field that is not stored.
indirect enum ComputedField: Sendable {
  case constant(Value)
  /// A text; `{field}` is replaced by a stored value, and `{base}` by the server's address.
  case template(String)
  /// Whether a field has a value.
  case isSet(String)
  /// The text for a field's value, such as the name of a choice.
  case named(String, [String: Value])
  /// The names of the countries whose codes a field holds.
  case countries(String)
  /// The redirects of a proxy provider: a list of objects with these members. Without members, a text as in 2024.8.
  case proxyRedirects(members: [String]?)
  /// The target of a rule: all objects of a kind, or one.
  case lifecycleTarget
  /// The seconds of a duration inside a field.
  case seconds(String, member: String, otherwise: Int)
  /// The type of a private key; null without one.
  case keyKind(String)
  /// The address that opens an application: its own, or its provider's suggestion.
  case launch
  /// For each value of a list, the object of a model whose `field` has that value.
  case matching(String, model: String, field: String, Shape)
  /// Null for an empty text.
  case orNull(ComputedField)
  case copy(of: String)
  /// The address of the file that a field names.
  case fileAddress(of: String, otherwise: ComputedField)
  /// The addresses of a file's theme variants, if its name has a theme placeholder; else null.
  case themedAddresses(of: String)
  /// The object that a field refers to, or those of a list.
  case object(of: String, Shape)
  /// The user that a hidden field refers to.
  case owner(Shape)
  /// An object that the server created for this one: its `field` has the value of the template.
  case made(String, field: String, template: String, Shape)
  /// The objects of a model that refer to this one by a field.
  case referrers(String, field: String, Shape)
  /// Like `referrers`, but only the first, or null.
  case referrer(String, field: String, Shape)
  /// How many objects of these models refer to this one, by the named field.
  case referrerCount([(model: String, field: String)])
  /// The objects that are linked to this one by objects of a model.
  case through(String, field: String, to: String, Shape)

  /// The shown part of an object.
  enum Shape: Sendable {
    case field(String)
    case fields([String])
    case whole
  }

  /// The value, if the object's stored fields are enough to compute it.
  func value(of object: ValueMap, base: String) -> Value? {
    switch self {
    case .constant(let value): value
    case .template(let template): .string(Self.filled(template, from: object, base: base))
    case .isSet(let field): .bool(![.null, ""].contains(object[field] ?? .null))
    case .named(let field, let names): names[object[field]?.string ?? ""] ?? .null
    case .countries(let field): CountryNames.value(object[field]?.list ?? [])
    case .proxyRedirects(let members): ProxyRedirects.value(of: object, members: members)
    case .seconds(let field, let member, let otherwise):
      .integer(object[field]?[member]?.string.flatMap(DurationText.seconds).map { Int($0) } ?? otherwise)
    case .keyKind(let field):
      switch object[field]?.string ?? "" {
      case "": .null
      case let text: .string(Self.keyKind(text))
      }
    case .orNull(let other): other.value(of: object, base: base).map { $0 == "" ? .null : $0 }
    case .copy(let field): object[field] ?? .null
    case .fileAddress(let field, let otherwise):
      object[field]?.string.flatMap(Self.address).map(Value.string)
        ?? otherwise.value(of: object, base: base)
    case .themedAddresses(let field): Self.themedAddresses(object[field]?.string ?? "")
    case .object, .owner, .referrers, .referrer, .referrerCount, .through, .lifecycleTarget, .launch,
      .matching, .made:
      nil
    }
  }

  /// The type that the first line of a private key names.
  static func keyKind(_ key: String) -> String { key.contains("BEGIN EC ") ? "ec" : "rsa" }

  /// Fills a template with the values of an object.
  static func filled(_ template: String, from object: ValueMap, base: String = "") -> String {
    var parts = template.split(separator: "{", omittingEmptySubsequences: false)
    var text = String(parts.removeFirst())
    for part in parts {
      let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      text += pieces[0] == "base" ? base : Coercion.text(object[String(pieces[0])] ?? .null) ?? ""
      text += pieces.dropFirst().joined()
    }
    return text
  }

  private static func themedAddresses(_ name: String) -> Value {
    guard name.contains(FileNameRule.themePlace), !FileNameRule.isServedElsewhere(name) else { return .null }
    let parts = name.split(separator: FileNameRule.themePlace, omittingEmptySubsequences: false)
    let variants = ["light", "dark"].map { theme in
      (theme, Value.string(address(parts.joined(separator: theme)) ?? ""))
    }
    return .map(ValueMap(uniqueKeysWithValues: variants))
  }

  /// Nil for an empty name. A real server signs the address of an uploaded file; this one only marks it.
  private static func address(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    return FileNameRule.isServedElsewhere(name) ? name : "/files/media/public/\(name)?token=sandbox"
  }
}
