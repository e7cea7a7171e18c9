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
    case .list(let items): .list(items.map(plain))
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
    return location(text) ?? text
  }

  /// Pictures, numbers of requests, and the server's own stack.
  private static let ignored: Set<String> = ["pending_user_avatar", "avatar", "request_id", "traceback"]
}
