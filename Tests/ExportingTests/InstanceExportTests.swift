import Catalog
import Exporting
import Model
import OrderedCollections
import TestSupport
import Testing

/// Blueprint instances as files: the context goes into the text, secrets go out, and all else stays.
struct InstanceExportTests {
  private static func export(_ instances: [Value], available: Set<String>? = nil) throws -> InstanceExport {
    InstanceExport(
      instances.map { BlueprintInstance($0) }, available: available,
      catalog: try EmbeddedCatalog.newest.load())
  }

  /// The text of a file without its first line.
  private static func text(_ content: String, _ context: Value = [:]) throws -> String {
    let export = try export([["name": "A", "content": .string(content), "context": context]])
    let file = try #require(export.files.first, "\(export.rows.map(\.fate))")
    return String(file.text[file.text.index(after: try #require(file.text.firstIndex(of: "\n")))...])
  }

  @Test(
    arguments: [
      ("version: 1\nentries: []", [:], "version: 1\nentries: []\n"),
      ("version: 1\nentries: []", ["a": 1], "version: 1\ncontext:\n  a: 1\nentries: []\n"),
      ("{version: 1, entries: []}", ["a": "b"], "{version: 1, context: {a: b}, entries: []}\n"),
      ("  version: 1\n  entries: []", ["a": true], "  version: 1\n  context:\n    a: true\n  entries: []\n"),
      ("context: {a: 1, b: 2}\nentries: []", ["a": 3], "context: {a: 3, b: 2}\nentries: []\n"),
      ("context: {a: 1}\nentries: []", ["b": ["c": "d"]], "context: {b: {c: d}, a: 1}\nentries: []\n"),
      ("context: {}\nentries: []", ["a": 1], "context: {a: 1}\nentries: []\n"),
      ("context:\n  a: !Env X  # why\nentries: []", ["a": "x"], "context:\n  a: x  # why\nentries: []\n"),
      ("context:\n  a: [1]\nentries: []", ["a": [2, 3]], "context:\n  a: [1, 2, 3]\nentries: []\n"),
      ("context:\n  a:\n  - 1\nentries: []", ["a": [2]], "context:\n  a:\n  - 1\n  - 2\nentries: []\n"),
      (
        "context:\n  a:\n    b: 1\nentries: []", ["a": ["c": 2]],
        "context:\n  a:\n    c: 2\n    b: 1\nentries: []\n"
      ),
      ("context:\n  a:\n    b: 1\nentries: []", ["a": "no"], "context:\n  a:\n    \"no\"\nentries: []\n"),
      (
        "entries: []", ["smtp_password": "hunter2"],
        "context:\n  smtp_password: !Env A_SMTP_PASSWORD\nentries: []\n"
      ),
      ("entries: []", ["x": ["apiKey": "h"]], "context:\n  x: {apiKey: !Env A_X_APIKEY}\nentries: []\n"),
      (
        "context: {clientSecret: abc, n: x}\nentries: []", [:],
        "context: {clientSecret: !Env A_CLIENTSECRET, n: x}\nentries: []\n"
      ),
    ] as [(String, Value, String)])
  func theContextGoesIntoTheText(_ content: String, _ context: Value, _ expected: String) throws {
    #expect(try Self.text(content, context) == expected)
  }

  private static let entry =
    "entries:\n- model: authentik_stages_email.emailstage\n  identifiers: {name: Mail}\n  attrs: {"

  @Test(arguments: [
    ("password: abc", "password: !Env A_MAIL_PASSWORD"),
    ("password: &p \"a b\", username: u", "password: &p !Env A_MAIL_PASSWORD, username: u"),
    ("password: !Env OWN", "password: !Env OWN"),
    ("password: !Context [p, abc]", "password: !Context [p, !Env A_MAIL_PASSWORD]"),
    ("password: ''", "password: ''"), ("password: null", "password: null"),
    ("username: abc", "username: abc"),
    ("host: 'smtp://u:abc@host'", "host: !Env A_MAIL_HOST"),
  ])
  func secretsOfEntriesGoOut(_ attrs: String, _ expected: String) throws {
    #expect(try Self.text(Self.entry + attrs + "}") == Self.entry + expected + "}\n")
  }

  @Test func secretsInBlocksGoOutWhole() throws {
    let text = try Self.text(
      """
      entries:
        - model: authentik_crypto.certificatekeypair
          identifiers: {name: pair}
          attrs:
            certificate_data: public
            key_data: |
              -----BEGIN PRIVATE KEY-----
              abc
              -----END PRIVATE KEY-----
        - model: authentik_core.group
          identifiers: {name: g}
          attrs:
            attributes: {nested: {api_token: [abc, def]}}
      """)
    #expect(!text.contains("abc") && !text.contains("BEGIN") && !text.contains("def"), "\(text)")
    #expect(text.contains("key_data: !Env A_PAIR_KEY_DATA\n  - model"), "\(text)")
    #expect(text.contains("api_token: [!Env A_NESTED_API_TOKEN, !Env A_NESTED_API_TOKEN_2]"), "\(text)")
  }

  @Test func eachInstanceHasItsFate() throws {
    let export = try Self.export(
      [
        ["name": "b", "content": "entries: []"], ["name": "B", "content": "entries: []"],
        ["name": "f", "path": "mine/a.yaml"], ["name": "g", "path": "mine/gone.yaml"],
        ["name": "o", "path": "oci://x/y"], ["name": "s", "path": "system/bootstrap.yaml", "enabled": false],
        ["name": "d", "content": "entries: []", "enabled": false], ["name": "n"],
        ["name": "x", "content": "- 1"], ["name": "importer off", "content": "entries: []"],
      ], available: ["mine/a.yaml"])
    let fates = Dictionary(uniqueKeysWithValues: export.rows.map { ($0.instance.name, $0.fate) })
    #expect(fates["B"] == .file("b.yaml") && fates["b"] == .file("b-2.yaml"))
    #expect(fates["f"] == .copied(to: "mine/a.yaml") && fates["o"] == .copied(to: "o.yaml"))
    #expect(fates["s"] == .stays && fates["d"] == .disabled)
    #expect(fates["n"] == .broken("it has neither a path nor content"))
    #expect(fates["importer off"] == .file("importer-off-2.yaml"))
    if case .broken? = fates["x"] {} else { Issue.record("\(fates)") }
    #expect(export.rows.filter { $0.isOnDisk == false }.map(\.instance.name) == ["g"])
    #expect(
      export.files.map(\.path)
        == ["b.yaml", "b-2.yaml", "importer-off-2.yaml", "importer-off.yaml"])
  }

  @Test func whatIsAppliedByNameGetsTheNameOfItsInstance() throws {
    let export = try Self.export([
      ["name": "Base, all", "content": "metadata:\n  name: other\nentries: []"],
      ["name": "Bare", "content": "entries: []"],
      [
        "name": "Top",
        "content": """
        entries:
        - {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: "Base, all"}}}
        - {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: Bare}}}
        - {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {path: system/bootstrap.yaml}}}
        """,
      ],
    ])
    #expect(export.files[0].text.contains("metadata: {name: Bare}\nentries"), "\(export.files[0].text)")
    #expect(export.files[1].text.contains("  name: \"Base, all\"\n"), "\(export.files[1].text)")
    #expect(export.rows.last?.after == ["Base, all", "Bare", "system/bootstrap.yaml"])
  }
}
