import Model
import OrderedCollections

/// How the server makes the value of an answer's field that is not stored.
enum ComputedField: Sendable {
  case constant(Value)
  /// A text in which `{field}` stands for a stored value.
  case template(String)
  /// The address at which the file that a field names is served.
  case fileAddress(of: String, otherwise: String)
  /// The addresses of the variants of a file whose name has a place for the theme, else null.
  case themedAddresses(of: String)

  /// The value for an object's stored fields.
  func value(of object: ValueMap) -> Value {
    switch self {
    case .constant(let value): value
    case .template(let template): .string(Self.filled(template, from: object))
    case .fileAddress(let field, let otherwise):
      .string(object[field]?.string.flatMap(Self.address) ?? otherwise)
    case .themedAddresses(let field): Self.themedAddresses(object[field]?.string ?? "")
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
