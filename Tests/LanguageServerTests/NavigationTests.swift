import LanguageServer
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct NavigationTests {
  static let cases: [(before: String, after: String, declared: [String], used: [String])] = [
    ("target: !KeyOf fl", "ow", ["7:6-10"], ["15:31-35"]),
    ("target: !Key", "Of flow", ["7:6-10"], ["15:31-35"]),
    ("target: !KeyOf flow", ",", ["7:6-10"], ["15:31-35"]),
    ("  id: fl", "ow", ["7:6-10"], ["15:31-35"]),
    ("  id: 'st", "age'", ["11:6-13"], ["15:51-56"]),
    // An object: by its identifiers, and by each look-up.
    (
      "identifiers: {slug: lo", "gin}", ["8:15-28"],
      ["15:31-35", "17:24-67", "26:12-63", "other 11:27-70"]
    ),
    (
      "target: !Find [authentik_fl", "ows.flow, [slug, login", ["8:15-28"],
      ["15:31-35", "17:24-67", "26:12-63", "other 11:27-70"]
    ),
    (
      "slug__iexact, LO", "GIN", ["8:15-28"],
      ["15:31-35", "17:24-67", "26:12-63", "other 11:27-70"]
    ),
    ("!Find [authentik_policies.po", "licy", ["22:15-28"], ["19:12-77"]),
    ("!Find [authentik_flows.st", "age", ["12:15-21"], ["15:51-56", "27:11-55"]),
    ("title: !Context comp", "any", ["3:2-9"], ["9:39-46", "28:39-46"]),
    ("  comp", "any: Acme", ["3:2-9"], ["9:39-46", "28:39-46"]),
    ("!Context [ru", "le, allow", [], ["19:63-67"]),
    ("cache: *no", "te", ["4:15-19"], ["9:85-89"]), ("&no", "te", ["4:15-19"], ["9:85-89"]),
    ("identifiers: &na", "mes", ["12:16-21"], ["23:10-15"]),
    ("attrs: *", "names", ["12:16-21"], ["23:10-15"]),
    ("{name: Lo", "gin}", ["1:17-22"], ["other 6:32-37", "other 14:32-42"]),
    ("negate: !Env FL", "AG", [], ["20:17-21", "28:21-25"]),
    ("design", "ation", [], []), ("version", ": 1", [], []),
  ]

  @Test(arguments: cases)
  func leadsToDeclarationsAndUses(
    _ before: String, _ after: String, _ declared: [String], _ used: [String]
  ) throws {
    for lineEnd in ["\n", "\r\n"] {
      for extra in ["", "- model: authentik_flows.flow\n  attrs: {name: [\n"] {
        let text = (Samples.marked(before, after) + extra).replacing("\n", with: lineEnd)
        var editor = Samples.editor(text)
        var parameters = Editor.place(text).map ?? [:]
        try #require(text.contains("|"))
        #expect(Samples.places(editor.request("textDocument/definition", .map(parameters))) == declared)
        parameters["context"] = ["includeDeclaration": false]
        #expect(Samples.places(editor.request("textDocument/references", .map(parameters))) == used)
        parameters["context"] = ["includeDeclaration": true]
        let all = Set(Samples.places(editor.request("textDocument/references", .map(parameters))))
        #expect(all == Set(declared + used))
      }
    }
  }

  @Test(arguments: [
    ("{name: Lo", "gin}, required", ["1:17-22"]), ("path: login", ".yaml", ["1:17-22"]),
    ("slug, lo", "gin", ["8:15-28"]), ("!KeyOf fl", "ow", []),
  ])
  func leadsToOtherFiles(_ before: String, _ after: String, _ expected: [String]) {
    var editor = Samples.editor()
    let place = Editor.place(
      Samples.marked(before, after, in: Samples.other), uri: Samples.otherURI)
    #expect(Samples.places(editor.request("textDocument/definition", place)) == expected)
  }

  @Test func lookUpsFollowRelations() {
    let text = """
      entries:
      - model: authentik_flows.flow
        id: one
        identifiers: {slug: one}
      - model: authentik_stages_dummy.dummystage
        id: stage
        identifiers: {name: a}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf one, stage: !Find [authentik_stages_dummy.dummystage, [name, a]], order: 1}
      - model: authentik_policies.policybinding
        identifiers:
          target: !Find [authentik_flows.flowstagebinding, [target__slug, one], [stage, !KeyOf stage]]
          order: 0
      - model: authentik_policies.policybinding
        identifiers:
          target: !Find [authentik_flows.flowstagebinding, [target__slug, two], [stage, !KeyOf stage]]
          order: 0

      """
    var editor = Editor()
    editor.open(text)
    let one = Editor.place(Samples.marked("[target__slug, o", "ne]", in: text))
    #expect(Samples.places(editor.request("textDocument/definition", one)) == ["8:15-106"])
    let two = Editor.place(Samples.marked("[target__slug, t", "wo]", in: text))
    #expect(editor.request("textDocument/definition", two) == .null)
  }

  @Test(arguments: [
    ("text.txt", true), ("../blueprints/text.txt", false), ("missing.txt", false), ("below/./text.txt", true),
    ("below/../text.txt", true), ("/etc/passwd", false), ("../outside.txt", false),
  ])
  func leadsToFilesBelowTheFolder(_ path: String, _ isFound: Bool) throws {
    let folder = try TemporaryDirectory()
    try folder.write("x", to: "blueprints/text.txt")
    try folder.write("x", to: "blueprints/below/text.txt")
    try folder.write("x", to: "outside.txt")
    let uri = DocumentURI(path: folder.path + "/blueprints/one.yaml").text
    let text = "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: !File [\(path)|, x]}\n"
    var editor = Editor(root: folder.path)
    editor.open(text, as: uri)
    let answer = editor.request("textDocument/definition", Editor.place(text, uri: uri))
    #expect((answer.list?.first?["uri"]?.string?.hasSuffix("text.txt") == true) == isFound)
    #expect(editor.request("textDocument/references", Editor.place(text, uri: uri)).list?.count ?? 0 <= 1)
  }
}
