import LanguageServer
import Testing

@Suite struct FrameReaderTests {
  private static let one = "Content-Length: 2\r\n\r\n{}"

  @Test(arguments: [
    (one, ["{}"]), (one + one, ["{}", "{}"]),
    ("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:2\r\n\r\n{}", ["{}"]),
    ("Content-Length: 2\n\n{}", ["{}"]), ("Content-Length: 3\r\n\r\n{}", []),
    ("Content-Length: 0\r\n\r\n" + one, ["", "{}"]),
    ("nonsense\r\n" + one, ["{}"]), ("nonsense\r\nmore\r\n" + one, ["garbage", "{}"]),
    ("\r\n\r\n" + one, ["garbage", "{}"]), ("Content-Length: x\r\n\r\n" + one, ["garbage", "{}"]),
    ("Content-Length: -1\r\n\r\n" + one, ["garbage", "{}"]),
    ("Content-Length: 99999999999999999999\r\n\r\n" + one, ["garbage", "{}"]),
    ("{}Content-Length: 2\r\n\r\n{}", ["{}"]),
  ])
  func findsTheMessages(_ text: String, _ expected: [String]) {
    for size in [1, 3, 1000] {
      var reader = FrameReader()
      var found: [String] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        reader.add(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let frame = reader.next() {
          switch frame {
          case .content(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
          case .garbage: found.append("garbage")
          }
        }
      }
      #expect(found == expected, "in pieces of \(size)")
    }
  }

  @Test func aLongLineWithoutAHeaderIsNotKept() {
    var reader = FrameReader()
    reader.add(Array(repeating: UInt8(ascii: "x"), count: 100_000))
    #expect(reader.next() == .garbage)
    #expect(reader.next() == nil)
    reader.add(Array(("\r\n" + Self.one).utf8))
    #expect(reader.next() == .content(Array("{}".utf8)))
  }
}
