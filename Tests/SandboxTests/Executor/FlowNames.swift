import HTTPTypes
import Model
import OrderedCollections

@testable import Sandbox

/// What the recorded server made up, with what the sandbox made up in its place.
struct FlowNames {
  private var texts: OrderedDictionary<String, String> = [:]
  private var users: [Int: Int] = [:]

  /// Members whose values a server makes up.
  static let generated: Set<String> = [
    "token", "key", "codes", "link", "config_url", "uuid", "pk", "device_uid",
  ]

  mutating func learn(
    _ recording: Recording, _ recorded: Value?, _ response: SandboxResponse, _ answered: Value?
  ) {
    let cookies = Self.cookies(response.headers.filter { $0.0 == .setCookie }.map(\.1))
    for (name, value) in Self.cookies(recording.setCookies) {
      if let own = cookies[name] { texts[value] = own }
    }
    if let recorded, let answered { learn(recorded, answered, nil) }
  }

  /// The names of the shipped objects with the keys in some recordings.
  static func shipped(in recordings: [Recording]) -> [String: String] {
    var names: [String: String] = [:]
    for recording in recordings {
      for (pattern, name) in shippedPaths {
        if let part = recording.target.firstMatch(of: pattern)?.output.1 { names[String(part)] = name }
      }
      guard recording.answer.contains("\"default-") || recording.answer.contains("goauthentik.io/"),
        let answer = try? JSONReader.read(recording.answer)
      else { continue }
      add(answer, to: &names)
    }
    return names
  }

  private static func add(_ recorded: Value, to names: inout [String: String]) {
    if let name = shippedName(recorded), let key = recorded["pk"]?.string { names[key] = name }
    for value in recorded.list ?? recorded.map.map({ Array($0.values) }) ?? [] { add(value, to: &names) }
  }

  /// Learns the sandbox's keys of shipped objects, by name.
  mutating func learn(shipped names: [String: String], keys: [String: String]) {
    for (recorded, name) in names {
      if let own = keys[name], own != recorded { texts[recorded] = own }
    }
  }

  /// Objects that a path alone tells, with the name that they have here.
  private static var shippedPaths: [(Regex<(Substring, Substring)>, String)] {
    [(/brands\/([0-9a-f-]{36})\//, "brand"), (/tokens\/(ak-outpost-[0-9a-f-]{36}-api)\//, "outpost")]
  }

  /// The name of an object that every new server has; nil for others.
  static func shippedName(_ object: Value) -> String? {
    if object["branding_title"] != nil { return "brand" }
    if object["identifier"]?.string?.hasPrefix("ak-outpost-") == true { return "outpost" }
    let name = object["slug"]?.string ?? object["managed"]?.string ?? object["name"]?.string
    return name.flatMap { $0.hasPrefix("default-") || $0.hasPrefix("goauthentik.io/") ? $0 : nil }
  }

  private mutating func learn(_ recorded: Value, _ answered: Value, _ member: String?) {
    switch (recorded, answered) {
    case (.map(let one), .map(let other)):
      if let name = one["username"], name == other["username"], let key = one["pk"]?.integer,
        let own = other["pk"]?.integer
      {
        users[key] = own
      }
      for (name, value) in one {
        if let own = other[name] { learn(value, own, name) }
      }
    case (.list(let one), .list(let other)) where one.count == other.count:
      for (value, own) in zip(one, other) { learn(value, own, member) }
    case (.string(let text), .string(let own)):
      guard let member, Self.isLearned(text, member), text.utf8.count >= 6,
        text != own
      else { return }
      texts[text] = own
      for separator in ["flow_token=", "secret="] {
        if let one = Self.part(text, after: separator), let other = Self.part(own, after: separator) {
          texts[one] = other
        }
      }
    default: break
    }
  }

  /// Names of tokens are made up, those of scores are not.
  private static func isLearned(_ text: String, _ member: String) -> Bool {
    generated.contains(member) || member == "identifier" && text.hasPrefix("ak-")
  }

  private static func part(_ text: String, after separator: String) -> String? {
    text.split(separator: separator).dropFirst().last?.split(separator: "&").first.map(String.init)
  }

  static func cookies(_ lines: [String]) -> OrderedDictionary<String, String> {
    OrderedDictionary(
      lines.compactMap { line in
        guard let pair = line.split(separator: ";").first?.split(separator: "=", maxSplits: 1),
          pair.count == 2
        else { return nil }
        return (String(pair[0]), String(pair[1]))
      }, uniquingKeysWith: { $1 })
  }

  /// The names of the cookies that are set, and of those that are deleted with a minus before it.
  static func cookieNames(_ lines: [String]) -> [String] {
    cookies(lines).map { $0.value == "\"\"" ? "-\($0.key)" : $0.key }.sorted()
  }

  /// A text of a request or an answer with the sandbox's names. Longer names come first, since others may begin like
  /// them.
  func sent(_ text: String) -> String {
    var text = text
    for (name, own) in texts.sorted(by: { $0.key.utf8.count > $1.key.utf8.count }) where text.contains(name) {
      text = text.replacing(name, with: own)
    }
    for (key, own) in users where key != own {
      text = text.replacing("/users/\(key)/", with: "/users/\(own)/")
      text = text.replacing("user=\(key)", with: "user=\(own)")
    }
    return text
  }

  /// A body with the sandbox's names.
  func sent(_ bytes: [UInt8]) -> [UInt8] { Array(sent(String(decoding: bytes, as: UTF8.self)).utf8) }
}
