import Crypto
import Model
import OrderedCollections
import Remote
import State

/// The text of a state, cut into pieces if it is too large for one instance.
///
/// The state is kept as text: a database may change the form of numbers in JSON.
struct StateText {
  let set: StateSet
  let digest: String
  private let serial: Int
  /// One text if the state fits into one request, otherwise one text for each part.
  private let texts: [String]

  /// `limit` is the largest body of a request, in bytes.
  init(_ snapshot: StateSnapshot, of set: StateSet, limit: Int) {
    self.set = set
    serial = snapshot.serial
    let bytes = snapshot.compactBytes
    digest = Self.digest(bytes)
    // No name and no context is longer than these, so every request stays within the limit.
    let name = StateInstanceName(set, .part(label: "\(Int.max)-\(digest.prefix(8))", number: Int.max))
    let envelope = StateInstance.body(
      name, ["digest": .string(digest), "parts": .integer(Int.max), "text": ""])
    texts = Self.pieces(of: bytes, room: limit - JSONWriter.bytes(of: envelope).count)
  }

  static func digest(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }

  /// The instance that is read first.
  var head: (name: StateInstanceName, context: ValueMap) {
    let parts: ValueMap =
      isSplit ? ["parts": .integer(texts.count), "label": .string(label)] : ["text": .string(texts[0])]
    return (StateInstanceName(set, .state), (["digest": .string(digest)] as ValueMap).merging(parts) { $1 })
  }

  /// The other instances. Empty if one instance is enough.
  var parts: [(name: StateInstanceName, context: ValueMap)] {
    guard isSplit else { return [] }
    return texts.enumerated().map { index, text in
      (StateInstanceName(set, .part(label: label, number: index + 1)), ["text": .string(text)])
    }
  }

  private var isSplit: Bool { texts.count > 1 }

  /// Every version has its own label, so a new version is written beside the old one.
  private var label: String { "\(serial)-\(digest.prefix(8))" }

  /// Cuts the text between characters. A piece fits into `room` bytes of JSON, and has at least one character.
  private static func pieces(of bytes: [UInt8], room: Int) -> [String] {
    var pieces: [String] = []
    var (start, cost) = (0, 0)
    for (index, byte) in bytes.enumerated() {
      // The text is JSON already. Inside of another JSON text, only quotes and backslashes are escaped.
      let own = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 2 : 1
      cost += own
      // The first byte of a character.
      guard byte & 0xC0 != 0x80, cost > room - longestCharacter, index > start else { continue }
      pieces.append(String(decoding: bytes[start..<index], as: UTF8.self))
      (start, cost) = (index, own)
    }
    return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  private static let longestCharacter = 4
}

extension StateText {
  /// The text of the state in these instances. Nil if they hold no state.
  static func bytes(in instances: [StateInstance]) throws(CarrierFailure) -> [UInt8]? {
    guard let head = instances.first(where: { $0.name.role == .state }) else { return nil }
    guard let format = head.context["format"]?.integer, let digest = head.context["digest"]?.string else {
      throw damage(head, "holds no state")
    }
    guard format <= StateInstance.format else {
      throw .refused("a newer flowform wrote it in format \(format); use that version")
    }
    var text = head.context["text"]?.string ?? ""
    if let count = head.context["parts"]?.integer, let label = head.context["label"]?.string {
      for number in 1...max(count, 1) {
        let name = StateInstanceName(head.name.set, .part(label: label, number: number))
        guard let part = instances.first(where: { $0.name == name }) else {
          // A save may have replaced them while several pages were read.
          throw .passing(
            "the instance \(name) is missing; if somebody deleted it, restore the database of authentik")
        }
        text += part.context["text"]?.string ?? ""
      }
    }
    let bytes = Array(text.utf8)
    guard Self.digest(bytes) == digest else { throw damage(head, "does not hold what flowform wrote") }
    return bytes
  }

  private static func damage(_ head: StateInstance, _ what: String) -> CarrierFailure {
    .refused(
      "the blueprint instance \(head.name) \(what); restore it, or delete it: the next apply then adopts the objects on the server"
    )
  }
}
