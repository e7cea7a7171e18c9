import Blueprints
import Model
import OrderedCollections
import YAML

extension FlowTestReader {
  /// The tags of test files alone: each makes a value of its argument while the test runs. Nil if the tag needs one.
  private static let tags: [String: @Sendable (String?) -> AnswerValue?] = [
    "!TOTP": { .totp(secret: $0) },
    "!StaticCode": { .staticCode(user: $0) },
    "!EmailToken": { $0.map { .emailToken(user: $0) } },
  ]

  /// The names of the tags that only test files have, sorted.
  static let tagNames = tags.keys.sorted()

  /// The fields of an answer, or the parameters of the query.
  mutating func values(
    _ node: Node, _ what: String, _ path: FieldPath
  ) -> OrderedDictionary<String, AnswerValue> {
    note(path, node)
    var values: OrderedDictionary<String, AnswerValue> = [:]
    for pair in map(node, what)?.pairs ?? [] {
      places[path.appending(.key(pair.key))] = pair.mark.location(in: file)
      values[pair.key] = value(pair)
    }
    return values
  }

  private mutating func value(_ pair: MapPairs.Pair) -> AnswerValue? {
    let node = pair.value
    if let tag = node.tag, let make = Self.tags[tag.name] { return generated(tag.name, node, make) }
    if let inner = Self.tag(inside: node) {
      return fail("\(inner.name) makes the whole value of a field, not a part of it", inner.node)
    }
    guard let value = resolver.value(of: node) else { return nil }
    if case .scalar(let text, isPlain: true) = node.content, node.tag == nil, value.isNumber,
      JSONWriter.write(value) != text
    {
      return fail("YAML reads `\(text)` as the number \(JSONWriter.write(value)); put it in quotes", node)
    }
    if Self.isSecret(pair.key), node.tag?.isCustom != true { result.literalSecrets.append(value) }
    return .value(value)
  }

  private mutating func generated(
    _ tag: String, _ node: Node, _ make: (String?) -> AnswerValue?
  ) -> AnswerValue? {
    var argument: String?
    switch node.content {
    case .scalar(let text, _): argument = text.isEmpty ? nil : text
    case .list(let items) where items.count <= 1:
      guard let item = items.first else { break }
      guard let text = text(item, "the argument of \(tag)") else { return nil }
      argument = text
    default: return fail("\(tag) takes one text, or a list of one", node)
    }
    guard let value = make(argument) else {
      return fail("\(tag) takes the name of a user, such as `\(tag) alice`", node)
    }
    if case .totp(let secret?) = value {
      result.literalSecrets.append(.string(secret))
      guard secret.isEmpty || Self.isTOTPSecret(secret) else {
        return fail("!TOTP takes a secret in base32, or an `otpauth:` address", node)
      }
    }
    return value
  }

  private static func isTOTPSecret(_ text: String) -> Bool {
    text.hasPrefix("otpauth:")
      || text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "2")...UInt8(ascii: "7"), UInt8(ascii: "="), UInt8(ascii: " "), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func tag(inside node: Node) -> (name: String, node: Node)? {
    if let tag = node.tag, tags[tag.name] != nil { return (tag.name, node) }
    switch node.content {
    case .scalar: return nil
    case .list(let items): return items.lazy.compactMap(tag).first
    case .map(let pairs): return pairs.lazy.compactMap { tag(inside: $0.value) }.first
    }
  }

  /// Whether the name of a field says that its value is a secret.
  static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return SecretName.covers(name) || ["code", "pin", "itoken"].contains(name)
      || ["password", "passwd", "secret"].contains { name.contains($0) }
  }
}

extension Value {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .bigInteger, .double: true
    default: false
    }
  }
}
