package import Model
import OrderedCollections

/// Checks a value against a JSON schema. It supports the keywords of flowform's own schemas, and reports any other
/// keyword: none is ignored.
package struct SchemaCheck {
  private let root: Value
  private static let notes: Set<String> = ["$schema", "$id", "$defs", "title", "description"]

  /// The problems, each with its path. Empty if the value is valid.
  package static func problems(_ value: Value, _ schema: Value) -> [String] {
    SchemaCheck(root: schema).check(value, schema, "$")
  }

  private func check(_ value: Value, _ schema: Value, _ path: String) -> [String] {
    guard let keywords = schema.map else { return ["\(path): the schema is no map"] }
    return keywords.flatMap { check(value, $0.key, $0.value, keywords, path) }
  }

  private func check(
    _ value: Value, _ keyword: String, _ rule: Value, _ keywords: ValueMap, _ path: String
  ) -> [String] {
    func problem(_ isFine: Bool) -> [String] {
      isFine ? [] : ["\(path): \(JSONWriter.write(value)) breaks \(keyword) \(JSONWriter.write(rule))"]
    }
    switch keyword {
    case _ where Self.notes.contains(keyword): return []
    case "$ref":
      guard let name = rule.string?.split(separator: "/").last, let target = root["$defs"]?[String(name)]
      else {
        return ["\(path): there is no \(JSONWriter.write(rule))"]
      }
      return check(value, target, path)
    case "type": return problem((rule.list ?? [rule]).contains { Self.isOf(value, $0) })
    case "const": return problem(value == rule)
    case "enum": return problem(rule.list?.contains(value) ?? false)
    case "minimum": return problem(Self.number(value).map { $0 >= Self.number(rule) ?? .infinity } ?? true)
    case "maximum": return problem(Self.number(value).map { $0 <= Self.number(rule) ?? -.infinity } ?? true)
    case "minLength": return problem((value.string?.count ?? .max) >= (rule.integer ?? .max))
    case "maxItems": return problem((value.list?.count ?? 0) <= (rule.integer ?? -1))
    case "required":
      guard let map = value.map else { return [] }
      return (rule.list ?? []).compactMap(\.string).filter { map[$0] == nil }.map { "\(path): lacks \($0)" }
    case "properties":
      return (value.map ?? [:]).flatMap { key, item in
        rule[key].map { check(item, $0, "\(path).\(key)") } ?? []
      }
    case "additionalProperties":
      let others = (value.map ?? [:]).filter { keywords["properties"]?[$0.key] == nil }
      if rule == false { return others.keys.map { "\(path): has \($0)" } }
      return others.flatMap { check($0.value, rule, "\(path).\($0.key)") }
    case "items":
      return (value.list ?? []).enumerated().flatMap { check($1, rule, "\(path)[\($0)]") }
    case "allOf": return (rule.list ?? []).flatMap { check(value, $0, path) }
    case "anyOf": return problem((rule.list ?? []).contains { check(value, $0, path).isEmpty })
    case "oneOf": return problem((rule.list ?? []).count { check(value, $0, path).isEmpty } == 1)
    case "if":
      return check(value, rule, path).isEmpty ? check(value, keywords["then"] ?? [:], path) : []
    case "then": return []
    default: return ["\(path): the keyword \(keyword) is not known here"]
    }
  }

  private static func isOf(_ value: Value, _ type: Value) -> Bool {
    switch (type.string, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .list), ("object", .map): true
    case ("integer", .integer), ("integer", .bigInteger): true
    case ("number", .integer), ("number", .bigInteger), ("number", .double): true
    default: false
    }
  }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }
}
