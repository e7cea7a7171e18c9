import Catalog
import Model
import OrderedCollections

/// How the server makes the value of an answer's field that is not stored.
indirect enum ComputedField: Sendable {
  case constant(Value)
  /// A text in which `{field}` stands for a stored value, and `{base}` for the address of the server.
  case template(String)
  /// Whether a field has a value.
  case isSet(String)
  /// What stands for a field's value, such as the name of a choice.
  case named(String, [String: Value])
  /// The names of the countries whose codes a field holds.
  case countries(String)
  /// What a provider of a proxy redirects to.
  case proxyRedirects(asText: Bool)
  /// What a rule is about: all objects of a kind, or one.
  case lifecycleTarget
  /// How many seconds a duration inside of a field takes.
  case seconds(String, member: String, otherwise: Int)
  /// The kind of a private key; null without one.
  case keyKind(String)
  /// The address at which an application is opened: its own, or what its provider suggests.
  case launch
  /// The objects of a model whose field has the values of another one.
  case matching(String, model: String, field: String, Shape)
  /// Null for an empty text.
  case orNull(ComputedField)
  case copy(of: String)
  /// The address at which the file that a field names is served.
  case fileAddress(of: String, otherwise: ComputedField)
  /// The addresses of the variants of a file whose name has a place for the theme, else null.
  case themedAddresses(of: String)
  /// The object that a field refers to, or those of a list.
  case object(of: String, Shape)
  /// The user whose key a field that no answer shows holds.
  case owner(Shape)
  /// The objects of a model whose field refers to this one.
  case referrers(String, field: String, Shape)
  /// As `referrers`, only the first, or null.
  case referrer(String, field: String, Shape)
  /// How many objects of some models refer to this one, by the model and its field.
  case referrerCount([(model: String, field: String)])
  /// The objects to which those of a model refer whose other field refers to this one.
  case through(String, field: String, to: String, Shape)

  /// What of an object is shown.
  enum Shape: Sendable {
    case field(String)
    case fields([String])
    case whole
  }

  /// The value for an object's stored fields, where those are enough.
  func value(of object: ValueMap, base: String) -> Value? {
    switch self {
    case .constant(let value): value
    case .template(let template): .string(Self.filled(template, from: object, base: base))
    case .isSet(let field): .bool(![.null, ""].contains(object[field] ?? .null))
    case .named(let field, let names): names[object[field]?.string ?? ""] ?? .null
    case .countries(let field): CountryNames.value(object[field]?.list ?? [])
    case .proxyRedirects(let asText): ProxyRedirects.value(of: object, asText: asText)
    case .seconds(let field, let member, let otherwise):
      .integer(object[field]?[member]?.string.flatMap(DurationText.seconds).map { Int($0) } ?? otherwise)
    case .keyKind(let field):
      switch object[field]?.string ?? "" {
      case "": .null
      case let text: text.contains("BEGIN EC ") ? "ec" : "rsa"
      }
    case .orNull(let other): other.value(of: object, base: base).map { $0 == "" ? .null : $0 }
    case .copy(let field): object[field] ?? .null
    case .fileAddress(let field, let otherwise):
      object[field]?.string.flatMap(Self.address).map(Value.string)
        ?? otherwise.value(of: object, base: base)
    case .themedAddresses(let field): Self.themedAddresses(object[field]?.string ?? "")
    case .object, .owner, .referrers, .referrer, .referrerCount, .through, .lifecycleTarget, .launch,
      .matching:
      nil
    }
  }

  /// A template with the values of an object.
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

  /// Nil for no name. A real server signs the address of an uploaded file; this one only marks it.
  private static func address(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    return FileNameRule.isServedElsewhere(name) ? name : "/files/media/public/\(name)?token=sandbox"
  }
}
