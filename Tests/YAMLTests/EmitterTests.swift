import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

@Suite struct EmitterTests {
  /// The value of a text without tags and merge keys.
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

  @Test(arguments: ["\u{202E}abc", "\u{2066}\n\u{1B}[2J", "\u{9B}31m", "a\u{200B}b", "é\u{202E}"])
  func nothingSteersATerminal(text: String) throws {
    for value in [.string(text), .map([text: 1]), [.string(text)]] as [Value] {
      let written = try Emitter.text(of: value)
      for scalar in written.unicodeScalars where scalar != "\n" {
        #expect(
          ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory),
          "U+\(String(scalar.value, radix: 16)) in \(written.debugDescription)")
      }
      #expect(try Self.roundTrip(value) == value)
    }
  }
}

@Suite struct YAMLTreeTests {
  @Test func tagsAndCommentsStandWhereTheyBelong() throws {
    let tree = YAMLTree.map([
      .pair("version", .value(1)),
      .pair(
        "entries",
        .list([
          .map([
            .pair("model", .value("a.b")), .comment("first"),
            .pair("key", .tagged("!KeyOf", .value("x y"))),
            .pair(
              "find",
              .tagged(
                "!Find",
                .list([
                  .value("m.n"), .list([.value("name"), .value("a, b: [c]")]),
                  .list([
                    .value("flow"),
                    .tagged("!Find", .list([.value("m.o"), .list([.value("slug"), .value("1")])])),
                  ]),
                ]))), .pair("text", .value("# no comment\nflowform-comment1: null\n")),
            .comment("last\nof all"),
          ])
        ])),
    ])
    #expect(
      try Emitter.text(of: tree) == """
        version: 1
        entries:
        - model: a.b
          # first
          key: !KeyOf x y
          find: !Find [m.n, [name, 'a, b: [c]'], [flow, !Find [m.o, [slug, '1']]]]
          text: |
            # no comment
            flowform-comment1: null
          # last of all

        """)
  }

  @Test func aTextThatLooksLikeACommentsPlaceStays() throws {
    let text = "flowform-comment1: null\n"
    let tree = YAMLTree.map([
      .comment("c"), .pair("a", .value(.string(text))), .pair("flowform-comment", .value(1)),
    ])
    let written = try Emitter.text(of: tree)
    #expect(written.hasPrefix("# c\n"))
    guard case .map(let pairs)? = try NodeReader.read(Array(written.utf8))?.content else {
      Issue.record("no map")
      return
    }
    #expect(pairs.count == 2)
    guard case .scalar(let read, _) = pairs[0].value.content else { return }
    #expect(read == text)
  }
}
