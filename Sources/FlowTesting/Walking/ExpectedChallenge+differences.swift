import Model
import OrderedCollections

extension ExpectedChallenge {
  /// What a challenge shows differently, each with the part of the step that it is about.
  func differences(_ challenge: Challenge) -> [(part: String, message: String)] {
    let value = challenge.value
    var found: [(part: String, message: String)] = []
    func compare(_ name: String, _ pattern: TextPattern?, _ text: Value?, part: String? = nil) {
      guard let pattern else { return }
      let part = part ?? name
      guard let text = text.map(Self.text) else {
        found.append((part, "expected `\(name)` to be `\(pattern.source)`, but the challenge has none"))
        return
      }
      if !pattern.matches(text) {
        found.append((part, "expected `\(name)` to be `\(pattern.source)`, found `\(text)`"))
      }
    }
    func compare(_ part: String, _ expected: [String]?, _ shown: [String], inOrder: Bool) {
      guard let expected else { return }
      guard inOrder ? expected != shown : expected.sorted() != shown.sorted() else { return }
      found.append((part, "expected the \(part) \(Self.list(expected)), found \(Self.list(shown))"))
    }
    compare("title", title, value["flow_info"]?["title"])
    compare("layout", layout, value["flow_info"]?["layout"])
    compare("fields", fields, Self.texts("field_key", value["fields"]), inOrder: true)
    compare("sources", sources, Self.texts("name", value["sources"]), inOrder: false)
    compare("devices", devices, Self.texts("device_class", value["device_challenges"]), inOrder: false)
    for (path, pattern) in values.sorted(by: { $0.key.description < $1.key.description }) {
      compare(path.description, pattern, value.value(at: path), part: "shows")
    }
    return found
  }

  private static func texts(_ member: String, _ items: Value?) -> [String] {
    (items?.list ?? []).compactMap { $0[member]?.string }
  }

  private static func text(_ value: Value) -> String { value.string ?? JSONWriter.write(value) }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
