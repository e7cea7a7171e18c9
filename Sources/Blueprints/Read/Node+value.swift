package import Model
package import YAML

extension Tag {
  /// True for a blueprint's own tags, such as `!Find`. False for YAML's standard tags.
  package var isCustom: Bool { !name.hasPrefix("tag:yaml.org,2002:") && name != "!" }
}

extension Node {
  /// The value of a scalar without a blueprint's tag. Nil for lists, maps, tags and malformed scalars.
  package var literal: Value? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    // PyYAML ignores a lone `!` before a text.
    guard let tag, tag.name != "!" else { return isPlain ? PlainScalar.value(of: text) : .string(text) }
    switch tag.name {
    case "tag:yaml.org,2002:str": return .string(text)
    case "tag:yaml.org,2002:null": return .null
    case "tag:yaml.org,2002:bool":
      guard case .bool(let flag)? = PlainScalar.value(of: text.lowercased()) else { return nil }
      return .bool(flag)
    case "tag:yaml.org,2002:int":
      return switch PlainScalar.value(of: text) {
      case .integer(let number): .integer(number)
      case .bigInteger(let digits): .bigInteger(digits)
      default: nil
      }
    case "tag:yaml.org,2002:float":
      return switch PlainScalar.value(of: text) {
      case .integer(let number): .double(Double(number))
      case .double(let number): .double(number)
      default: Double(text).map(Value.double)
      }
    case "tag:yaml.org,2002:timestamp": return PlainScalar.value(of: text)
    default: return nil
    }
  }

  /// The description of this node in messages.
  package var describe: String {
    if let tag, tag.isCustom { return "the tag \(tag.name.shortened)" }
    switch content {
    case .list: return "a list"
    case .map: return "a map"
    case .scalar(let text, _):
      guard let value = literal else { return "`\(text.shortened)`" }
      if case .string(let text) = value { return "the text `\(text.shortened)`" }
      return value.isNull ? "null" : "`\(JSONWriter.write(value).shortened)`"
    }
  }
}

extension String {
  /// The beginning of a long text. An alias may repeat its mistake in many places.
  package var shortened: String {
    utf8.count <= 200 ? self : String(unicodeScalars.prefix(100)) + "…"
  }
}
