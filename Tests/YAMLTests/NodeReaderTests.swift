import Model
import Testing
import YAML

@Suite struct NodeReaderTests {
  private static func read(_ text: String) throws -> Node? { try NodeReader.read(Array(text.utf8)) }

  /// Reads at most a thousand values.
  private static func readFew(_ text: String) throws -> Node? {
    var limits = NodeLimits()
    limits.nodes = 1000
    return try NodeReader.read(Array(text.utf8), limits: limits)
  }

  /// Every node of a tree with its place: `1:1 map`, `1:1 a`, ….
  private static func outline(_ node: Node) -> [String] {
    let place = "\(node.mark.line):\(node.mark.column) " + (node.tag.map { $0.name + " " } ?? "")
    switch node.content {
    case .scalar(let text, let isPlain): return [place + (isPlain ? text : "'\(text)'")]
    case .list(let items): return [place + "list"] + items.flatMap { outline($0) }
    case .map(let pairs): return [place + "map"] + pairs.flatMap { outline($0.key) + outline($0.value) }
    }
  }

  @Test(arguments: [
    ("a: 1", ["1:1 map", "1:1 a", "1:4 1"]),
    ("a:\n- x\n-  y", ["1:1 map", "1:1 a", "2:1 list", "2:3 x", "3:4 y"]),
    // Columns count characters, not bytes or UTF-16 units.
    ("{é: 😀, ü€: x}", ["1:1 map", "1:2 é", "1:5 😀", "1:8 ü€", "1:12 x"]),
    ("# é\r\n\r\na:\r\n  b: c\r\n", ["3:1 map", "3:1 a", "4:3 map", "4:3 b", "4:6 c"]),
    ("\u{FEFF}a: 1", ["1:1 map", "1:1 a", "1:4 1"]),
    (
      "[!Find [a], !!str 1, ! \"12\", 'q']",
      [
        "1:1 list", "1:2 !Find list", "1:9 a", "1:13 tag:yaml.org,2002:str '1'", "1:22 ! 12", "1:30 'q'",
      ]
    ),
    ("- |\n  two\n  lines\n- >-\n  folded", ["1:1 list", "1:3 'two\nlines\n'", "4:3 'folded'"]),
    (
      "a: &x {b: 1}\nc: *x",
      ["1:1 map", "1:1 a", "1:4 map", "1:8 b", "1:11 1", "2:1 c", "1:4 map", "1:8 b", "1:11 1"]
    ),
    ("- \"a\u{2028}b\"\n- c", ["1:1 list", "1:3 'a\u{2028}b'", "3:3 c"]),
    ("a:\t1", ["1:1 map", "1:1 a", "1:4 1"]),
  ])
  func knowsWhereEverythingStands(text: String, outline: [String]) throws {
    let root = try #require(try Self.read(text))
    #expect(Self.outline(root) == outline)
  }

  @Test(arguments: ["", "\n\n", "# only a comment", "\u{FEFF}"])
  func findsNoDocument(text: String) throws {
    #expect(try Self.read(text) == nil)
  }

  @Test(arguments: ["--- a\n...\n", "%YAML 1.2\n---\na", "a\n"])
  func readsOneDocument(text: String) throws {
    #expect(try #require(try Self.read(text)).content.isScalar("a"))
  }

  @Test(arguments: [
    (
      "a: 1\n---\nb: 2", 2, 1, "a second document in the file; a blueprint is one document, so split the file"
    ),
    ("a: [1,,2]", 1, 7, "did not find expected node content (while parsing a flow node)"),
    ("a: b\n c: d", 2, 3, "mapping values are not allowed in this context"),
    ("a:\n\tb: 1", 2, 1, "found character that cannot start any token (while scanning for the next token)"),
    ("é: *nobody", 1, 4, "the alias *nobody has no anchor &nobody before it"),
    ("a: &x\n  b: *x", 2, 6, "the alias *x is inside its own anchor; write out what it repeats"),
    ("&x [*x]", 1, 5, "the alias *x is inside its own anchor; write out what it repeats"),
    ("[&x 1, &x 2]", 1, 8, "the anchor &x appears twice"),
    ("&x [&x 1]", 1, 5, "the anchor &x appears twice"),
    (
      "a: \u{7}", 1, 4,
      "control characters are not allowed (0x07); leave it out, or write it as an escape in double quotes"
    ),
    (
      "é\nü: \u{0}", 2, 4,
      "control characters are not allowed (0x00); leave it out, or write it as an escape in double quotes"
    ),
    ("a: 'open", 1, 9, "found unexpected end of stream (while scanning a quoted scalar)"),
  ])
  func saysWhatIsWrongAndWhere(text: String, line: Int, column: Int, message: String) {
    #expect {
      try Self.read(text)
    } throws: { error in
      let error = error as? YAMLError
      return error?.message == message && error?.mark == Mark(line: line, column: column)
    }
  }

  @Test func refusesWhatIsNoUTF8() {
    #expect(
      throws: YAMLError(
        "invalid leading UTF-8 octet (0xFF); save the file as UTF-8", at: Mark(line: 2, column: 5))
    ) {
      try NodeReader.read(Array("a: é\né: x".utf8) + [0xFF])
    }
    #expect(
      throws: YAMLError(
        "invalid trailing UTF-8 octet (0x3A); save the file as UTF-8", at: Mark(line: 1, column: 3))
    ) {
      try NodeReader.read(Array("\u{FEFF}a".utf8) + [0xC3] + Array(": 1".utf8))
    }
  }

  @Test func refusesAliasesThatMultiply() {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    for level in 1...8 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(
      throws: YAMLError(
        "the aliases up to here turn 59 written values into 101239; use fewer aliases",
        at: Mark(line: 5, column: 38))
    ) { try Self.read(text) }
  }

  @Test func refusesMoreValuesThanTheLimit() {
    #expect(NodeLimits().nodes == 1_000_000)
    let items = String(repeating: "1,", count: 20)
    let aliases = String(repeating: "*a,", count: 60)
    let text = "- &a [\(items)]\n- [\(aliases)]\n"
    #expect(
      throws: YAMLError(
        "more than 1000 values up to here, repetitions by aliases included; split the file",
        at: Mark(line: 2, column: 142))
    ) { try Self.readFew(text) }
    // The limit also counts the values that are written in the file.
    #expect(
      throws: YAMLError(
        "more than 1000 values up to here, repetitions by aliases included; split the file",
        at: Mark(line: 1000, column: 3))
    ) { try Self.readFew(String(repeating: "- 1\n", count: 1000)) }
  }

  @Test func refusesAHugeText() throws {
    let limit = NodeLimits().scalarBytes
    #expect(try Self.read("- a\n- \"" + String(repeating: "x", count: limit) + "\"") != nil)
    #expect(
      throws: YAMLError(
        "a text of 4194305 bytes, but flowform reads at most 4194304; keep a large text in its own file and read it with !File",
        at: Mark(line: 2, column: 3))
    ) { try Self.read("- a\n- " + String(repeating: "x", count: limit + 1)) }
  }

  @Test func takesAliasesThatRepeatWhatIsThere() throws {
    let text = "a: &a [1, 2, 3]\nb: [" + [String](repeating: "*a", count: 5000).joined(separator: ",") + "]"
    #expect(try Self.read(text) != nil)
  }

  @Test func aLargeTextMayHaveAnAlias() throws {
    let text = "- &a [x]\n- *a\n" + String(repeating: "- 1\n", count: 900)
    #expect(try Self.readFew(text) != nil)
  }

  @Test func nestsUpToTheLimit() throws {
    let limit = NodeLimits().depth
    _ = try Self.read(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
    func tooDeep(_ line: Int, _ column: Int) -> YAMLError {
      YAMLError(
        "lists and maps are nested deeper than 256; check the brackets and indents before this",
        at: Mark(line: line, column: column))
    }
    #expect(throws: tooDeep(1, limit + 1)) { try Self.read(String(repeating: "[", count: limit + 1)) }
    // Each line nests the previous one a level deeper. The outermost list is a level, too.
    let lines = (1..<limit - 1).map { "- &a\($0) [*a\($0 - 1)]\n" }
    _ = try Self.read("- &a0 [x]\n" + lines.joined())
    #expect(throws: tooDeep(limit, 5 + "\(limit - 1)".count + 2)) {
      try Self.read("- &a0 [x]\n" + lines.joined() + "- &a\(limit - 1) [*a\(limit - 2)]\n")
    }
  }

  /// The root, and the items that were handed over with it.
  private static func handedOver(_ text: String) throws -> (root: Node, given: [[Node]]) {
    var given: [[Node]] = []
    let root = try NodeReader.read(
      Array(text.utf8),
      handingOver: NodeReader.Handover(of: "list") {
        given.append($0)
        return true
      })
    return (try #require(root), given)
  }

  private static let longList = (0..<600).map { "- {n: \($0)}\n" }.joined()

  @Test func givesTheItemsOfALongListAway() throws {
    let (root, given) = try Self.handedOver("a: 1\nlist:\n" + Self.longList + "b: 2\n")
    #expect(given.map(\.count) == [256, 256])
    let whole = try #require(try Self.read("a: 1\nlist:\n" + Self.longList + "b: 2\n"))
    guard case .map(let pairs) = root.content, case .list(let rest) = pairs[1].value.content,
      case .map(let all) = whole.content, case .list(let items) = all[1].value.content
    else { throw YAMLError("no lists", at: root.mark) }
    #expect(pairs.count == 3 && rest.count == 88)
    #expect((given.flatMap { $0 } + rest).flatMap { Self.outline($0) } == items.flatMap { Self.outline($0) })
  }

  @Test func endsWhereNobodyTakesTheItems() {
    let handover = NodeReader.Handover(of: "list") { _ in false }
    #expect(throws: YAMLError("the reading ends here", at: Mark(line: 257, column: 3))) {
      try NodeReader.read(Array(("list:\n" + Self.longList).utf8), handingOver: handover)
    }
  }

  private static let longFlow = "[" + (0..<600).map { "{n: \($0)}, " }.joined() + "]"

  @Test(arguments: [
    "list: &anchor\n" + longList, "list: !tag\n" + longList, "other:\n" + longList,
    "list: {list: \(longFlow)}", "a: {list: \(longFlow)}", "list: {a: b}\nc:\n" + longList, longList,
  ])
  func keepsEveryOtherList(_ text: String) throws {
    let (root, given) = try Self.handedOver(text)
    #expect(given.isEmpty)
    #expect(Self.outline(root).count > 1200)
  }
}

extension Node.Content {
  fileprivate func isScalar(_ expected: String) -> Bool {
    if case .scalar(expected, _) = self { true } else { false }
  }
}
