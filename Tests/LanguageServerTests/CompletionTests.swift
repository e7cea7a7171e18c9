import Model
import Testing

/// Each place of a blueprint has its items.
@Suite struct CompletionTests {
  static let entry = """
    version: 1
    metadata:
      name: Login
    context:
      company: Acme
      team: Ops
    entries:
    - model: authentik_flows.flow
      id: flow
      identifiers:
        slug: login
    - model: authentik_stages_password.passwordstage
      id: password
      identifiers:
        name: password

    """

  /// The first labels, in their order.
  @Test(
    arguments: [
      // The top level.
      ("|", ["version", "metadata", "context", "entries"]),
      ("# A comment.\n\nver|", ["version", "metadata", "context", "entries"]),
      ("version: 1\n|\nentries: []\n", ["metadata", "context"]),
      ("version: 1\nmetadata:\n  |", ["name", "labels"]),
      ("version: 1\nmetadata: {|", ["name", "labels"]),
      ("version: 1\nmetadata:\n  name: x\n  |", ["labels"]),
      // Entries.
      ("entries:\n- |", ["model", "id", "state", "identifiers", "attrs", "conditions", "permissions"]),
      ("entries:\n- model: authentik_flows.flow\n  |", ["id", "state", "identifiers", "attrs"]),
      ("entries:\n  - model: authentik_flows.flow\n    |\n    id: x\n", ["state", "identifiers", "attrs"]),
      ("entries:\n- {model: authentik_flows.flow, |", ["id", "state", "identifiers"]),
      ("entries:\n- {model: authentik_flows.flow, |}\n", ["id", "state", "identifiers"]),
      ("entries:\n  first:\n    - model: authentik_flows.flow\n      st|\n", ["id", "state", "identifiers"]),
      ("entries:\n- state: |", ["present", "created", "must_created", "absent"]),
      ("entries:\n- {state: |}", ["present", "created", "must_created", "absent"]),
      ("entries:\n- model: |", ["authentik_flows.flow", "authentik_flows.flowstagebinding"]),
      ("entries:\n- model: auth|", ["authentik_flows.flow", "authentik_flows.flowstagebinding"]),
      ("entries:\n- model: \"|\"", ["authentik_flows.flow", "authentik_flows.flowstagebinding"]),
      // Fields.
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    |",
        ["name", "slug", "title", "designation", "background"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  identifiers:\n    slug: x\n  attrs:\n    name: x\n    |",
        ["title", "designation"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: x}\n  attrs: {name: x, |",
        ["title", "designation"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs: {na|}\n  identifiers: {slug: x}\n",
        ["name", "title", "designation"]
      ),
      ("entries:\n- model: authentik_flows.flow\n  identifiers:\n    |", ["slug", "name"]),
      (
        "entries:\n- model: authentik_flows.flowstagebinding\n  identifiers: {|",
        ["target", "stage", "order"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    desig|: recovery\n    name: x\n",
        ["slug", "title", "designation"]
      ),
      // The shallower map.
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    name: x\n  |\n",
        ["id", "state", "identifiers"]
      ),
      // Values.
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    denied_action: |",
        ["message_continue", "message"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs: {denied_action: m|}",
        ["message_continue", "message"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    denied_action: '|'",
        ["message_continue", "message"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    denied_action: \"|",
        ["message_continue", "message"]
      ),
      ("entries:\n- model: authentik_flows.flow\n  attrs:\n    compatibility_mode: |", ["true", "false"]),
      (
        "entries:\n- model: authentik_stages_identification.identificationstage\n  attrs:\n    user_fields:\n    - |",
        ["email", "username", "upn"]
      ),
      (
        "entries:\n- model: authentik_stages_identification.identificationstage\n  attrs:\n    user_fields: [email, |",
        ["email", "username", "upn"]
      ),
      (
        "entries:\n- model: authentik_providers_oauth2.oauth2provider\n  attrs:\n    redirect_uris:\n    - |",
        ["matching_mode", "url"]
      ),
      (
        "entries:\n- model: authentik_providers_oauth2.oauth2provider\n  attrs:\n    redirect_uris: [{matching_mode: |",
        ["strict", "regex"]
      ),
      // Permissions.
      (
        "entries:\n- model: authentik_flows.flow\n  permissions:\n  - |", ["permission", "role", "user"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  permissions:\n  - permission: |",
        ["authentik_flows.view_flow", "authentik_flows.change_flow"]
      ),
      // Tags.
      ("entries:\n- conditions:\n  - |", ["true", "false", "!KeyOf", "!Find"]),
      ("entries:\n- conditions: [!Condition [|", ["AND", "OR", "NAND"]),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    name: !|", ["!KeyOf", "!Find", "!FindObject"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    name: !Fo|",
        ["!KeyOf", "!Find", "!FindObject"]
      ),
      ("entries:\n- model: authentik_flows.flow\n  attrs: {name: !Fo|}", ["!KeyOf", "!Find", "!FindObject"]),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    compatibility_mode: !If [!Context x, |",
        ["true", "false"]
      ),
      ("entries:\n- attrs:\n    x: !Enumerate [[1], |", ["SEQ", "MAP"]),
      (entry + "- attrs:\n    x: !Context |", ["company", "team", "goauthentik.io/enterprise/licensed"]),
      (entry + "- attrs: {x: !Context [|", ["company", "team"]),
      // Ids, those that fit the field first.
      (
        entry + "- model: authentik_flows.flowstagebinding\n  identifiers:\n    target: !KeyOf |",
        ["flow", "password"]
      ),
      (
        entry + "- model: authentik_flows.flowstagebinding\n  identifiers: {stage: !KeyOf fl|}",
        ["password", "flow"]
      ),
      (
        entry + "- model: authentik_flows.flowstagebinding\n  id: flo\n  identifiers:\n    stage: !KeyOf |",
        ["password", "flow"]
      ),
      // References.
      (
        entry + "- model: authentik_flows.flowstagebinding\n  identifiers:\n    stage: |",
        [
          "!KeyOf password",
          "!Find [authentik_stages_authenticator_static.authenticatorstaticstage, [name, default-authenticator-static-setup]]",
        ]
      ),
      (
        "entries:\n- model: authentik_providers_oauth2.oauth2provider\n  attrs:\n    invalidation_flow: |",
        [
          "!Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]",
          "!Find [authentik_flows.flow, [slug, default-invalidation-flow]]",
        ]
      ),
      (
        "entries:\n- model: authentik_providers_oauth2.oauth2provider\n  attrs:\n    property_mappings:\n    - |",
        [
          "!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-authentik_api]]"
        ]
      ),
      // The parts of !Find.
      (
        "entries:\n- model: authentik_flows.flowstagebinding\n  identifiers:\n    target: !Find [|",
        ["authentik_flows.flow"]
      ),
      (
        "entries:\n- model: authentik_brands.brand\n  attrs:\n    flow_recovery: !Find [authentik_flows.flow, [|",
        ["slug", "name"]
      ),
      (
        "entries:\n- model: authentik_brands.brand\n  attrs:\n    flow_recovery: !Find [authentik_flows.flow, [slug, |]]\n",
        ["default-authentication-flow"]
      ),
      (
        "entries:\n- model: authentik_brands.brand\n  attrs:\n    flow_recovery: !Find [authentik_flows.flow, |]\n",
        ["[slug, default-authentication-flow]"]
      ),
      (
        "entries:\n- model: authentik_brands.brand\n  attrs:\n    flow_recovery: !Find |\n",
        ["[authentik_flows.flow, [slug, default-authentication-flow]]"]
      ),
      // A line without text has what can stand at its column, then what can stand deeper.
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n    name: x\n|\n    title: x\n",
        ["version", "metadata", "context", "slug", "designation"]
      ),
      (
        "entries:\n- model: authentik_flows.flow\n  attrs:\n  |\n",
        ["id", "state", "identifiers", "conditions", "permissions", "name", "slug"]
      ),
      // Anchors.
      ("entries:\n- attrs: &first {}\n- attrs: *|\n", ["first"]),
      // JSON.
      (
        "{\"entries\": [\n{\"model\": \"authentik_flows.flow\", \"attrs\": {\"na|\n]}\n",
        ["name", "slug", "title"]
      ),
      // An alias of another entry is no mistake.
      (
        "entries:\n- attrs: &first {}\n- model: authentik_flows.flow\n  attrs: *first\n  identifiers: {|\n",
        ["slug", "name"]
      ),
      // Blueprints that are applied first.
      (
        "metadata:\n  name: Mine\nentries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    |",
        ["identifiers", "required"]
      ),
      (
        "metadata:\n  name: Mine\nentries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    identifiers:\n      name: |",
        ["Mine", "Default - Authentication flow"]
      ),
    ] as [(String, [String])])
  func firstLabels(text: String, expected: [String]) {
    let labels = Completions(text).labels
    #expect(Array(labels.prefix(expected.count)) == expected, "\(text)")
  }

  /// The same places, with a broken line in another entry, with Windows line ends, and with text beyond ASCII.
  @Test(
    arguments: [
      "- model: authentik_flows.flow\n  attrs:\n    name: [\n", "- \"x\n  y: z\n", "  - a: b: c\n",
      "- model: authentik_flows.flow\n  attrs: {name: x\n",
    ])
  func aBrokenEntryDoesNotMatter(_ broken: String) {
    let text = "version: 1\nentries:\n" + broken
    let entry = "- model: authentik_flows.flow\n  identifiers: {slug: x}\n  attrs:\n    na|\n"
    #expect(Array(Completions(text + entry).labels.prefix(2)) == ["name", "title"])
    #expect(Array(Completions("entries:\n" + entry + broken).labels.prefix(2)) == ["name", "title"])
  }

  @Test func aBrokenLineInTheEntryDoesNotMatter() {
    let text = """
      entries:
      - model: authentik_flows.flow
        identifiers: {slug: x
        attrs:
          title: "Ti
          na|
      - model: authentik_flows.flow

      """
    #expect(Completions(text).labels.contains("designation"))
  }

  @Test func windowsLineEndsStay() {
    let text =
      "entries:\r\n- model: authentik_stages_identification.identificationstage\r\n  attrs:\r\n    user|\r\n"
    #expect(
      Completions(text).after("user_fields")
        == "entries:\r\n- model: authentik_stages_identification.identificationstage\r\n  attrs:\r\n    user_fields:\r\n      - email\r\n"
    )
  }

  @Test func aRangeCountsInUnitsOfUTF16() {
    let text = "entries:\n- model: authentik_flows.flow\n  attrs: {title: \"Ünï 🦊\", designation: rec|}\n"
    let completions = Completions(text)
    #expect(completions.labels.first == "authentication")
    #expect(completions.after("recovery") == text.replacing("rec|", with: "recovery"))
  }

  @Test(
    arguments: [
      "entries:\n- model: authentik_flows.flow # a|\n",
      "# |\nversion: 1\n",
      "entries:\n- model: authentik_policies_expression.expressionpolicy\n  attrs:\n    expression: \u{7C}\n      ret|\n",
      "entries:\n- model: authentik_policies_expression.expressionpolicy\n  attrs:\n    expression: >-\n      a\n      b |\n",
      "entries:\n- model: authentik_flows.flow\n  attrs:\n    name: a\n      text|\n",
      "entries:\n- model: authentik_policies_expression.expressionpolicy\n  attrs:\n    expression: >-\n      a\n|\n      b\n",
      "entries:\n- id: |\n",
    ])
  func nothingIsOfferedInCommentsAndCode(_ text: String) {
    // The bar of a block scalar is no cursor.
    let cursor = text.split(separator: "|", omittingEmptySubsequences: false)
    guard cursor.count == 3 else {
      #expect(Completions(text).labels == [])
      return
    }
    var editor = Editor()
    editor.notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(Editor.uri), "version": 1, "text": .string("\(cursor[0])|\(cursor[1])\(cursor[2])"),
        ]
      ])
    let place = Editor.place("\(cursor[0])-\(cursor[1])|")
    #expect(editor.request("textDocument/completion", place)["items"] == [])
  }
}
