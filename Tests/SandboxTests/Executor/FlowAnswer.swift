import Model
import OrderedCollections

/// Makes answers comparable: without what each server makes up.
struct FlowAnswer {
  let names: FlowNames

  func location(_ text: String?) -> String? {
    text.map { names.sent($0).replacing(/(code|state)=[A-Za-z0-9]{32}/) { "\($0.output.1)=…" } }
  }

  func plain(_ value: Value) -> Value {
    switch value {
    case .map(let members):
      .map(
        ValueMap(
          uniqueKeysWithValues: members.filter { !Self.ignored.contains($0.key) }.map { name, value in
            (name, FlowNames.generated.contains(name) && value != .null ? "generated" : plain(value))
          }))
    case .list(let items):
      // Scores have no order, and neither have the flows of a stage.
      .list(items.map(plain).sorted { Self.identifier($0) < Self.identifier($1) })
    case .string(let text): .string(plain(text))
    default: value
    }
  }

  private func plain(_ text: String) -> String {
    if text.hasSuffix("Z"), text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil {
      return "a time"
    }
    if text.utf8.count == 64, text.allSatisfy(\.isHexDigit) { return "a digest" }
    // What a key must sign: 64 bytes in base64.
    if text.utf8.count == 86, text.wholeMatch(of: /[\w-]+/) != nil { return "a challenge" }
    // The two servers have other keys for the objects of a new server.
    if text.utf8.count >= 36, text.utf8.contains(UInt8(ascii: "-")) {
      let plain = text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "a key")
      if plain != text { return location(plain) ?? plain }
    }
    return location(text) ?? text
  }

  private static func identifier(_ item: Value) -> String {
    (item["score"] == nil ? item["designation"].flatMap { _ in item["slug"] } : item["identifier"])?.string
      ?? ""
  }

  /// Pictures, numbers of requests, the server's own stack, the words that complete a query, and the rights on no kind.
  private static let ignored: Set<String> = [
    "pending_user_avatar", "avatar", "request_id", "traceback", "autocomplete", "system_permissions",
  ]
}
