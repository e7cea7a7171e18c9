import Blueprints
import Catalog
import LanguageServer
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct HoverTests {
  private static func hover(_ text: String, _ settings: WorkspaceSettings = .plain()) -> Value {
    var editor = Editor(settings: settings)
    editor.open(text)
    editor.open(Samples.other, as: Samples.otherURI)
    return editor.request("textDocument/hover", Editor.place(text))
  }

  private static func text(_ hover: Value) -> String { hover["contents"]?["value"]?.string ?? "" }

  @Test(arguments: [
    // A field: its type, limits, default, versions and relations.
    ("designa", "tion:", ["One of `authentication`, `authorization`", "Required", "Since authentik 2024.8"]),
    ("{slug: log", "in}", ["**`slug`** of `authentik_flows.flow`", "A text.", "Only letters, digits"]),
    (
      "policy: ", "!Find [auth",
      [
        "**`!Find`** The key of an object",
        "Leads to `allow` (authentik_policies_dummy.dummypolicy, line 22)",
      ]
    ),
    ("  pol", "icy: !Find", ["The key of `authentik_policies.policy`", "deleted, this one is deleted too"]),
    (
      "stage: !Key", "Of stage",
      ["**`!KeyOf`**", "Leads to `dummy` (authentik_stages_dummy.dummystage, line 11)"]
    ),
    ("!KeyOf st", "age, order", ["Leads to `dummy`"]),
    ("title: !Con", "text company", ["The value is `Acme`, from the context of this file."]),
    ("!Context [ru", "le, allow", ["The value is `allow`, from the default."]),
    ("negate: !E", "nv FLAG", ["The value of `FLAG` is not shown."]),
    ("title", ": !Context company", ["The value here is `Acme`."]),
    (
      "model: authentik_flows.fl", "ow",
      [
        "`/api/v3/flows/instances/`", "Identified by `slug`", "A create needs",
        "Fields of other objects refer to it:", "  - `authentik_flows.flowstagebinding`: `target`",
        "Since authentik 2024.8", "Referred to by `10 → dummy` (authentik_flows.flowstagebinding, line 15)",
        "Referred to by `x` (authentik_brands.brand, /workspace/blueprints/other.yaml, line 9)",
      ]
    ),
    ("!Find [authentik_flows.st", "age, [name, dummy", ["A base class"]),
    ("[sl", "ug, login]", ["**`slug`** of `authentik_flows.flow`"]),
    ("  id: fl", "ow", ["**`login`** authentik_flows.flow", "Referred to by `10 → dummy`"]),
    ("  i", "d: flow", ["for `!KeyOf`"]), ("compa", "ny: Acme", ["of the context", "Used 2 times."]),
    ("identif", "iers: {slug", ["The fields that find the object."]),
    ("{name: Lo", "gin}", ["a blueprint", "Applied by others: 2."]),
    ("cont", "ext:\n", ["Values for `!Context`."]),
    ("cache: *no", "te", ["Used once."]), ("cach", "e: *note", ["is no field of"]),
  ])
  func tellsWhatAWordMeans(_ before: String, _ after: String, _ parts: [String]) throws {
    for (lineEnd, extra) in [("\n", ""), ("\r\n", "- model: x\n  id: {a\n")] {
      let text = (Samples.marked(before, after) + extra).replacing("\n", with: lineEnd)
      try #require(text.contains("|"))
      let hover = Self.hover(text)
      for part in parts { #expect(Self.text(hover).contains(part), "\(Self.text(hover))") }
      let range = try #require(TextRange(hover["range"]))
      let position = try #require(TextPosition(Editor.place(text)["position"]))
      #expect(range.start <= position && position <= range.end)
    }
  }

  private static let values = """
    context: {pin: 4711-x, host: example, db_password: hunter2, low: [1, true], api: !File key, mail: {host: h, password: swordfish}}
    entries:
    - model: authentik_core.application
      identifiers: {slug: !Format ["%s-app", !Context host]}
      attrs:
        name: !If [true, !Context host, other]
        group: !Format ["%s", !Env SECRET_NAME]
        meta_publisher: !Context api
        meta_description: !Context db_password
        open_in_new_tab: !AtIndex [!Context low, 1]
        provider: !KeyOf p
        meta_launch_url: !Context outside
        meta_icon: !Context mail
    - model: authentik_providers_oauth2.oauth2provider
      id: p
      identifiers: {name: n}
      attrs:
        client_id: !Format ["%s", !Context pin]
        client_secret: !Context pin
        redirect_uris:
        - {matching_mode: strict, url: !Format ["https://%s/", !Context host]}
    - model: authentik_core.user
      identifiers: {username: !Env SECRET_NAME}
      attrs: {name: !Context db_password, password: !Format ["%s", zebra]}

    """

  private static var settings: WorkspaceSettings {
    var settings = WorkspaceSettings.plain()
    settings.options = DesiredSet.Options(
      context: ["outside": "https://outside"],
      environment: EnvironmentAccess(variables: ["SECRET_NAME": "topsecret"]),
      readFile: { path, _, _ in .text("filetext", path: path, bytes: []) }, isOffline: true)
    return settings
  }

  @Test(arguments: [
    ("{slug: !For", "mat", "The value is `example-app`."), ("name: !I", "f [true", "The value is `example`."),
    ("!If [true, !Con", "text host", "The value is `example`, from the context of this file."),
    ("open_in_new_tab: !At", "Index", "The value is `true`."),
    ("provid", "er: !KeyOf", "The value here is `authentik_providers_oauth2.oauth2provider[name=n]`."),
    ("!Context out", "side", "The value is `https://outside`, from the settings."),
    ("url: !For", "mat", "The value is `https://example/`."),
    ("meta_publisher: !Con", "text api", "The value comes from the context of this file."),
    ("meta_description: !Con", "text db", "The value comes from the context of this file."),
    ("client_secret: !Con", "text pin", "The value comes from the context of this file."),
  ])
  func tellsValues(_ before: String, _ after: String, _ expected: String) throws {
    let text = Samples.marked(before, after, in: Self.values)
    try #require(text.contains("|"))
    let hover = Self.text(Self.hover(text, Self.settings))
    #expect(hover.contains(expected), "\(hover)")
  }

  /// At no place of a file does a hover tell a secret that the file has elsewhere, or that it does not have.
  @Test func tellsNoSecrets() {
    var editor = Editor(settings: Self.settings)
    editor.open(Self.values)
    let document = TextDocument(DocumentURI(Editor.uri), Array(Self.values.utf8))
    for offset in 0...document.bytes.count {
      let text = Self.text(
        editor.request(
          "textDocument/hover",
          [
            "textDocument": ["uri": .string(Editor.uri)], "position": document.position(of: offset).value,
          ]))
      for secret in ["topsecret", "filetext", "hunter2", "4711-x", "zebra", "swordfish"] {
        #expect(!text.contains(secret), "at \(offset): \(text)")
      }
    }
  }

  /// All texts about kinds and fields of the newest version.
  @Test func everyFieldHasAText() throws {
    let catalog = try EmbeddedCatalog.newest.load()
    for model in catalog.models + catalog.lookupKinds.map(\.model) + catalog.modelsWithoutEndpoint {
      let text = try #require(KindDescription.text(model, catalog), "\(model)")
      Self.check(text)
      for field in catalog.kind(model)?.fields ?? [] {
        let lines = FieldDescription(field, of: model, in: catalog.version).lines
        #expect(!lines.isEmpty)
        Self.check(lines.joined(separator: "\n"))
        #expect(!field.isSecret || !lines.contains { $0.hasPrefix("Default") })
      }
    }
  }

  private static func check(_ text: String) {
    for word in ["nil", "Optional(", "Field("] { #expect(!text.contains(word), "\(text)") }
    #expect(PlainEnglish.phrases(in: text).isEmpty, "\(text)")
  }

  @Test(arguments: [
    ("authentik_flows.flow", "background_url", "Since authentik 2025.12."),
    ("authentik_flows.flow", "authentication", "`require_redirect` (since authentik 2024.12)"),
    ("authentik_flows.flow", "layout", "Default: `stacked`."),
    ("authentik_flows.flowstagebinding", "stage", "If that object is deleted, this one is deleted too."),
    ("authentik_providers_oauth2.oauth2provider", "client_secret", "Secret: flowform never shows its value."),
    ("authentik_core.user", "pk", "Read-only: the server sets it."),
  ])
  func tellsAboutFields(_ model: String, _ name: String, _ expected: String) throws {
    let catalog = try EmbeddedCatalog.newest.load()
    let field = try #require(catalog.kind(model)?.field(name))
    let text = FieldDescription(field, of: model, in: catalog.version).lines.joined(separator: "\n")
    #expect(text.contains(expected), "\(text)")
  }
}
