import LanguageServer
import Model
import TestSupport
import Testing

@Suite struct SymbolTests {
  static let trees: Value = [
    "textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": true]]
  ]

  private static let request: Value = ["textDocument": ["uri": .string(Editor.uri)]]

  private static func lines(_ symbols: Value, _ indent: String = "") -> [String] {
    (symbols.list ?? []).flatMap { symbol in
      ["\(indent)\(symbol["name"]?.string ?? "") (\(symbol["detail"]?.string ?? ""))"]
        + lines(symbol["children"] ?? [], indent + "  ")
    }
  }

  @Test func areGroupedAsInAPlan() {
    var editor = Samples.editor(capabilities: Self.trees)
    let symbols = editor.request("textDocument/documentSymbol", Self.request)
    #expect(
      Self.lines(symbols) == [
        "Login (metadata.name)", "company (context)", "ü🦊 note (context)",
        "login (authentik_flows.flow)", "  0 → allow (authentik_policies.policybinding)",
        "    allow (authentik_policies_dummy.dummypolicy)",
        "  10 → dummy (authentik_flows.flowstagebinding)", "    dummy (authentik_stages_dummy.dummystage)",
        "  dummy (authentik_flows.flowstagebinding)",
      ])
    #expect(symbols.list?[3]["range"].map(Samples.place) == "6:2-9:90")
    #expect(symbols.list?[3]["selectionRange"].map(Samples.place) == "7:6-10")
  }

  @Test func flatClientsGetAllOfThem() {
    var editor = Samples.editor()
    let symbols = editor.request("textDocument/documentSymbol", Self.request).list ?? []
    #expect(symbols.count == 9)
    #expect(symbols.allSatisfy { $0["location"]?["range"] != nil })
  }

  /// Every entry is there once, even if several need it.
  @Test(arguments: ["login", "recovery", "enrollment", "logout", "stage-configuration"])
  func ofTheExamplesAreComplete(_ name: String) throws {
    let text = try ProjectFiles.text("blueprints/\(name).yaml")
    var editor = Editor(capabilities: Self.trees)
    editor.open(text.replacing("|", with: ""))
    let lines = Self.lines(editor.request("textDocument/documentSymbol", Self.request))
    #expect(
      lines.count { $0.contains("(authentik_") }
        == text.split(separator: "\n").count { $0.contains("- model: ") })
    #expect(!lines.contains { $0.hasPrefix("  ") && $0.contains("(authentik_flows.flow)") })
    #expect(!lines.contains { $0.hasPrefix("authentik_stages") })
  }

  @Test(arguments: [
    ("", 9), ("FLOW", 3), ("dmypl", 1), ("stage", 3), ("x", 1), ("logn", 5), ("nothing", 0),
    ("flow stage", 0),
  ])
  func areFoundByTheirLetters(_ query: String, _ count: Int) {
    var editor = Samples.editor()
    let found = editor.request("workspace/symbol", ["query": .string(query)]).list ?? []
    #expect(found.count == count, "\(found.map { $0["name"]?.string ?? "" })")
  }
}
