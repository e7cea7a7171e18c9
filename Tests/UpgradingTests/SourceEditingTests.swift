import Blueprints
import Model
import OrderedCollections
import Testing
import Upgrading
import YAML

/// New values for keys, and entries that come and go: nothing else of the text changes.
struct SourceEditingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let tree: YAMLTree
    var steps: [FieldPath.Step] = []
    var isUnordered = false
    /// The text with `«old⇒new»`, and the key `x` whose value is set.
    let marked: String

    init(
      _ name: String, _ tree: YAMLTree, at steps: [FieldPath.Step] = [], isUnordered: Bool = false,
      _ marked: String
    ) {
      self.name = name
      self.tree = tree
      self.steps = steps
      self.isUnordered = isUnordered
      self.marked = marked
    }

    var testDescription: String { name }

    func text(isAfter: Bool, lineEnd: String) -> String {
      marked.replacing(#/«(?<old>[^⇒»]*)⇒(?<new>[^»]*)»/#) { match in
        String(isAfter ? match.new : match.old)
      }.replacing("\n", with: lineEnd)
    }
  }

  private static let key = YAMLTree.tagged("!KeyOf", .value("flow"))
  private static let find = YAMLTree.tagged(
    "!Find", .list([.value("authentik_flows.flow"), .list([.value("slug"), .value("a")])]))

  static let cases = [
    Case("plain text", .value("Log in here"), "a: 1\nx: «Sign in⇒Log in here»  # shown\nb: 2\n"),
    Case("plain text that needs quotes", .value("a: b"), "x: «a⇒'a: b'»\n"),
    Case("single quotes", .value("it's"), "x: 'it«⇒''»s«!⇒»'\n"),
    Case("double quotes", .value("b"), "x: \"«a⇒b»\" # c\n"),
    Case("number in quotes", .value(5), "x: «\"4\"⇒5»\n"),
    Case("boolean", .value(true), "x:  «no⇒true»\n"),
    Case("null", .value(.null), "x: «a⇒null»\n"),
    Case("nothing there", .value("a"), "x:«⇒ a»\nb: 1\n"),
    Case("nothing there, with a comment", .value("a"), "x:«⇒ a» # c\nb: 1\n"),
    Case("a tag instead of a text", key, "x: «a⇒!KeyOf flow» # c\n"),
    Case("a text instead of a tag", .value("a"), "x: «!Find [m, [slug, x]]⇒a» # c\n"),
    Case("a text instead of an alias", .value("a"), "b: &n 1\nx: «*n⇒a» # c\n"),
    Case("in a flow map", .value("a, b"), "m: {a: 1, x: «c⇒\"a, b\"», b: 2}\n"),
    Case("a tag in a flow map", find, "m: {x: «c⇒!Find [authentik_flows.flow, [slug, a]]», b: 2}\n"),
    Case("an empty value in a flow map", .value(1), "m: {x:«⇒ 1» , b: 2}\n"),
    Case("as JSON", .value(["a", "b"]), "{\"x\": «[\"a\"]⇒[\"a\", \"b\"]»}\n"),
    Case(
      "lines instead of a text", .value("a\nb\n"), "m:\n  x: «a⇒|» # c\n«⇒    a\n    b\n»  b: 1\n"),
    Case(
      "other lines", .value("a\nc\n"), "m:\n  x: | # c\n    a\n    «b⇒c»\n\n  b: 1\n"),
    Case("a text instead of lines", .value("a"), "m:\n  x: «|-⇒a» # c\n«    a\n    b\n⇒»  b: 1\n"),
    Case("text that ends with empty lines", .value("a\n\n"), "x: «b⇒\"a\\n\\n\"»\n"),
    Case(
      "one item more", .value(["a", "b", "c"]), "x:\n  - a # first\n«⇒  - b\n»  # last\n  - c\nb: 1\n"),
    Case("an item in front", .value(["0", "a"]), "x:\n«⇒  - '0'\n»  - a # first\nb: 1\n"),
    Case("an item at the end", .value(["a", "b"]), "x:\n- a # first\n«⇒- b\n»b: 1\n"),
    Case("one item less", .value(["a", "c"]), "x:\n  - a\n«  - b # gone\n⇒»  - c\n"),
    Case(
      "items in the order of the file", .value(["a", "b", "c"]), isUnordered: true,
      "x:\n- b\n- a # A\n«⇒- c\n»b: 1\n"),
    Case(
      "items with tags", .list([key, find]),
      "x:\n- !KeyOf flow # mine\n«⇒- !Find [authentik_flows.flow, [slug, a]]\n»b: 1\n"),
    Case("other items", .value(["c"]), "x:«\n  - a\n  - b⇒\n  - c»\nb: 1\n"),
    Case("no items", .value([]), "x:«\n- a\n- b⇒ []» # c\nb: 1\n"),
    Case("items in brackets", .value(["a", "b"]), "x: «[a]⇒[a, b]» # c\n"),
    Case("items instead of a text", .value(["a", "b"]), "m:\n  x:« a⇒» # c\n«⇒    - a\n    - b\n»  b: 1\n"),
    Case(
      "members of a map", .value(["a": 1, "c": ["d": 3], "n": true]),
      "x:\n  # one\n  a: «0⇒1»\n«  b: 2\n⇒»  c:\n    d: «2⇒3» # two\n«⇒  n: true\n»y: 1\n"),
    Case("a part of a map", .value("b"), at: [.key("c"), .key("d")], "x: {a: 1, c: {d: «a⇒b»}}\n"),
    Case(
      "a member of an item", .value("b"), at: [.index(1), .key("url")],
      "x:\n  - url: a\n  - mode: strict\n    url: «a⇒b» # c\n"),
  ]

  @Test(arguments: cases, ["\n", "\r\n"])
  func setsAValueAndNothingElse(_ test: Case, _ lineEnd: String) throws {
    let bytes = Array(test.text(isAfter: false, lineEnd: lineEnd).utf8)
    let root = try #require(try SourceReader.read(bytes))
    let mark = try #require(Self.key(in: root))
    let edits = try #require(
      SourceEditing(root, bytes).setting(
        keyAt: mark, test.steps, to: test.tree, isUnordered: test.isUnordered))
    let after = try #require(edits.applied(to: bytes))
    // An inserted line ends like the file's, which the marks of a case cannot say exactly.
    #expect(String(decoding: after, as: UTF8.self).lines == test.text(isAfter: true, lineEnd: lineEnd).lines)
    let again = try #require(try SourceReader.read(after))
    let none = SourceEditing(again, after).setting(
      keyAt: try #require(Self.key(in: again)), test.steps, to: test.tree, isUnordered: test.isUnordered)
    #expect(none?.applied(to: after) == after, "a second edit changes nothing")
    #expect(try NodeReader.read(after) != nil)
  }

  /// The place of the key `x`.
  private static func key(in node: SourceNode) -> Mark? {
    for pair in node.pairs ?? [] {
      if pair.key.text == "x" { return pair.key.mark }
      if let found = key(in: pair.value) { return found }
    }
    return nil
  }

  @Test(arguments: [
    "x: &n a\ny: *n\n", "base: &b\n  x: a\ny:\n  <<: *b\n", "x: |\n  a\r  b\n",
  ])
  func leavesWhatOthersShareOrWhatIsUnusual(_ text: String) throws {
    let bytes = Array(text.utf8)
    let root = try #require(try SourceReader.read(bytes))
    let mark = try #require(Self.key(in: root))
    #expect(SourceEditing(root, bytes).setting(keyAt: mark, [], to: .value("b")) == nil)
  }

  // MARK: - Entries

  private static let file = """
    version: 1
    entries:
      # About the first.
      - model: a
        identifiers: {name: a}
        # secret: !Env A

      # A title.

      # About the second.
      # More about it.
      - {model: b, identifiers: {name: b}} # b

      - model: c
        identifiers: {name: c}
    # The end.

    """

  private func edited(_ text: String, _ edit: (EntryListEditing, [Mark]) -> TextEdit?) throws -> String {
    let bytes = Array(text.utf8)
    let root = try #require(try SourceReader.read(bytes))
    let list = try #require(root.pairs?.last { $0.key.text == "entries" }?.value)
    let entries = try #require(SourceEditing(root, bytes).entries)
    let found = try #require(edit(entries, list.children.map(\.mark)))
    return String(decoding: try #require([found].applied(to: bytes)), as: UTF8.self)
  }

  @Test(arguments: [
    (0, "  # About the first.\n  - model: a\n    identifiers: {name: a}\n    # secret: !Env A\n\n"),
    (1, "  # About the second.\n  # More about it.\n  - {model: b, identifiers: {name: b}} # b\n\n"),
    (2, "  - model: c\n    identifiers: {name: c}\n"),
  ])
  func removesAnEntryWithItsComments(_ position: Int, _ gone: String) throws {
    let after = try edited(Self.file) { $0.removing($1[position]) }
    #expect(after == Self.file.replacing(gone, with: ""))
  }

  @Test func insertsEntriesInTheirPlace() throws {
    let text = "- model: n\n  attrs:\n    e: |\n      x"
    let indented = "  - model: n\n    attrs:\n      e: |\n        x\n"
    #expect(
      try edited(Self.file) { $0.inserting(text, before: $1[1]) }
        == Self.file.replacing("  # About the second.", with: indented + "\n  # About the second."))
    #expect(
      try edited(Self.file) { list, _ in list.inserting(text, before: nil) }
        == Self.file.replacing("# The end.", with: "\n" + indented + "# The end."))
    for empty in ["entries: []\n", "entries:\n", "entries:"] {
      let after = try edited(empty) { list, _ in list.inserting(text, before: nil) }
      #expect(after.hasPrefix("entries:\n- model: n\n"), "\(after)")
      #expect(try NodeReader.read(Array(after.utf8)) != nil)
    }
  }
}

extension String {
  fileprivate var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
  }
}
