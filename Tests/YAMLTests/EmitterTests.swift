import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

@Suite struct EmitterTests {
  /// The value that a text without tags and merge keys stands for.
  private static func value(of node: Node) -> Value? {
    switch node.content {
    case .scalar(let text, let isPlain): isPlain ? PlainScalar.value(of: text) : .string(text)
    case .list(let items): .list(items.compactMap(value(of:)))
    case .map(let pairs):
      .map(
        .init(
          pairs.compactMap { pair in
            guard case .string(let key)? = value(of: pair.key), let value = value(of: pair.value) else {
              return nil
            }
            return (key, value)
          }
        ) { $1 })
    }
  }

  private static func roundTrip(_ value: Value) throws -> Value? {
    try NodeReader.read(Array(try Emitter.text(of: value).utf8)).flatMap(Self.value(of:))
  }

  @Test(
    arguments: [
      .null, true, 0, -5, .bigInteger("123456789012345678901234567890"), 1.5, 1e20, 1e-7, 100.0,
      .double(.infinity),
      .double(-.infinity), "", "x",
      "yes", "1",
      "1e3", "~", "null", " a ", "a: b", "# c", "- x", "a\nb", "a\nb\n", "\na", "a\n\n", " a\n b\n", "\t",
      "é", "\u{1}", "=",
      "<<", "2001-01-01", "'", "\"", "\\", "!x", "&a", "*a", "%", "@", "`", "a\u{2028}b", "\u{FEFF}a",
      "a\r\nb", [], .map([:]),
      [[], [1]], ["a": ["b": [.null, "x"]], "yes": 1, "": 2, "1": 3],
    ] as [Value])
  func writesWhatIsReadAsTheSame(value: Value) throws {
    let text = try Emitter.text(of: value)
    #expect(try Self.roundTrip(value) == value, "\(text)")
  }

  @Test func writesWhatAPersonReads() throws {
    let value: Value = [
      "name": "x", "list": [1, ["a": "b\nc\n"]], "empty": .map([:]), "none": .null, "yes": "no",
    ]
    #expect(
      try Emitter.text(of: value)
        == "name: x\nlist:\n- 1\n- a: |\n    b\n    c\nempty: {}\nnone: null\n'yes': 'no'\n")
  }

  @Test func writesRandomTexts() throws {
    var source = RandomSource(seed: 5)
    let characters: [Character] = [
      "a", " ", "\n", "'", "\"", ":", "#", "-", "é", "\t", "1", "{", ",", "\\", "|", "\u{85}",
    ]
    for _ in 0..<2000 {
      let text = String(
        (0..<Int.random(in: 0...8, using: &source)).compactMap { _ in characters.randomElement(using: &source)
        })
      #expect(
        try Self.roundTrip([.string(text), ["k": .string(text)]]) == [.string(text), ["k": .string(text)]],
        "\(text.debugDescription)")
    }
  }
}
