import Model
import OrderedCollections

/// How the server makes the value of an answer's field that is not stored.
enum ComputedField: Sendable {
  case constant(Value)
  /// A text in which `{field}` stands for a stored value.
  case template(String)
  case copy(of: String)
  /// The address at which the file that a field names is served.
  case fileAddress(of: String, otherwise: Value)
  /// The addresses of the variants of a file whose name has a place for the theme, else null.
  case themedAddresses(of: String)
  /// The object that a field refers to, or those of a list.
  case object(of: String, Shape)
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
  func value(of object: ValueMap) -> Value? {
    switch self {
    case .constant(let value): value
    case .template(let template): .string(Self.filled(template, from: object))
    case .copy(let field): object[field] ?? .null
    case .fileAddress(let field, let otherwise):
      object[field]?.string.flatMap(Self.address).map(Value.string) ?? otherwise
    case .themedAddresses(let field): Self.themedAddresses(object[field]?.string ?? "")
    case .object, .referrers, .referrer, .referrerCount, .through: nil
    }
  }

  private static func filled(_ template: String, from object: ValueMap) -> String {
    var parts = template.split(separator: "{", omittingEmptySubsequences: false)
    var text = String(parts.removeFirst())
    for part in parts {
      let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      text += object[String(pieces[0])]?.string ?? ""
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
