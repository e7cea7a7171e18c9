import LanguageServer
import Model
import OrderedCollections
import Testing
import YAML

/// The text after an item was chosen.
@Suite struct CompletionEditTests {
  private static let flow = "entries:\n- model: authentik_flows.flow\n"
  private static let stage = "entries:\n- model: authentik_stages_identification.identificationstage\n"
  private static let provider = "entries:\n- model: authentik_providers_oauth2.oauth2provider\n"

  @Test(
    arguments: [
      ("|", "version", "version: 1"),
      ("ent|", "entries", "entries:\n  - "),
      ("entries:\n- mod|", "model", "entries:\n- model: "),
      (
        "entries:\n- model: auth|entik_fl\n", "authentik_flows.flow",
        "entries:\n- model: authentik_flows.flow\n"
      ),
      ("entries:\n- state: |\n", "absent", "entries:\n- state: absent\n"),
      (flow + "  attrs:\n    ti|\n", "title", flow + "  attrs:\n    title: \n"),
      (flow + "  attrs:\n    ti|: x\n", "title", flow + "  attrs:\n    title: x\n"),
      (flow + "  attrs: |\n", "title", flow + "  attrs: \n    title: \n"),
      (flow + "  attrs: {ti|}\n", "title", flow + "  attrs: {title: }\n"),
      (flow + "  attrs: {ti|\n", "title", flow + "  attrs: {title: \n"),
      (
        flow + "  attrs:\n    denied_action: \"mes|\"\n", "message",
        flow + "  attrs:\n    denied_action: \"message\"\n"
      ),
      (
        flow + "  attrs:\n    denied_action: me|ssage_con\n", "message",
        flow + "  attrs:\n    denied_action: message\n"
      ),
      (flow + "  attrs:\n    name: !Co|\n", "!Context", flow + "  attrs:\n    name: !Context \n"),
      (flow + "  attrs:\n    name: !Co| x\n", "!Context", flow + "  attrs:\n    name: !Context x\n"),
      (
        stage + "  attrs:\n    user_fields: |\n", "email",
        stage + "  attrs:\n    user_fields: \n      - email\n"
      ),
      (
        stage + "  attrs:\n    user_fields:\n      |\n", "email",
        stage + "  attrs:\n    user_fields:\n      - email\n"
      ),
      (
        stage + "  attrs:\n    user_fields:\n      - |\n", "email",
        stage + "  attrs:\n    user_fields:\n      - email\n"
      ),
      (stage + "  attrs: {user_fields: |}\n", "email", stage + "  attrs: {user_fields: [email]}\n"),
      (stage + "  attrs: {user_fields: [|]}\n", "email", stage + "  attrs: {user_fields: [email]}\n"),
      (stage + "  attrs: {user|\n", "user_fields", stage + "  attrs: {user_fields: []\n"),
      (
        provider + "  attrs:\n    redirect_uris:\n      - |\n", "url",
        provider + "  attrs:\n    redirect_uris:\n      - url: \n"
      ),
      (
        provider + "  attrs:\n    redir|\n", "redirect_uris",
        provider + "  attrs:\n    redirect_uris:\n      - matching_mode: strict\n        url: \n"
      ),
      (
        provider + "  attrs:\n    signing_key: |\n",
        "!Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]",
        provider
          + "  attrs:\n    signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]\n"
      ),
      (
        provider
          + "  attrs:\n    signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik S|]]\n",
        "authentik Self-signed Certificate",
        provider
          + "  attrs:\n    signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]\n"
      ),
      // A deeper field from a shallower column.
      (
        flow + "  attrs:\n    name: x\n  |\n", "title",
        flow + "  attrs:\n    name: x\n    title: \n"
      ),
      // A quote that is missing.
      (
        flow + "  attrs: {\"ti|\n", "title", flow + "  attrs: {\"title\": \n"
      ),
      (
        "entries:\n  |\n", "authentik_core.group",
        "entries:\n  - model: authentik_core.group\n    identifiers:\n      name: \n"
      ),
      (
        "entries:\n- |\n", "authentik_flows.flow",
        "entries:\n- model: authentik_flows.flow\n  identifiers:\n    slug: \n  attrs:\n    name: \n    title: \n    designation: authentication\n"
      ),
      (
        "entries:\n  - id: x\n  |\n", "authentik_core.group",
        "entries:\n  - id: x\n  - model: authentik_core.group\n    identifiers:\n      name: \n"
      ),
      (
        "entries:\n- |\n", "authentik_blueprints.metaapplyblueprint",
        "entries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    identifiers:\n      name: \n"
      ),
    ] as [(String, String, String)])
  func isWhatWasMeant(text: String, label: String, expected: String) {
    let completions = Completions(text)
    #expect(completions.after(label) == expected, "\(text) \(completions.labels.prefix(12))")
  }

  /// Snippets are only for editors that know them.
  @Test func snippetsHaveStops() {
    let text = "entries:\n- |\n"
    let item = Completions(text, snippets: true).item("authentik_flows.flow")
    #expect(item?["insertTextFormat"] == 2)
    #expect(
      item?["textEdit"]?["newText"]?.string == """
        model: authentik_flows.flow
          identifiers:
            slug: $1
          attrs:
            name: $2
            title: $3
            designation: ${4|authentication,authorization,invalidation,enrollment,unenrollment,recovery,stage_configuration|}
        """)
    let tag = Completions("entries:\n- attrs:\n    x: |\n", snippets: true).item("!Find")
    #expect(tag?["textEdit"]?["newText"] == "!Find [${1:model}, [${2:field}, ${3:value}]]")
    #expect(Completions(text).items.allSatisfy { $0["insertTextFormat"] == nil })
  }

  @Test func anItemSaysWhatItIs() {
    let item = Completions(Self.provider + "  attrs:\n    |\n").item("client_type")
    #expect(item?["detail"] == "choice")
    #expect(
      item?["documentation"]?["value"]
        == "One of `confidential`, `public`.\n\nDefault: `\"confidential\"`.")
    let flow = Completions(Self.provider + "  attrs:\n    |\n").item("authorization_flow")
    #expect(flow?["detail"] == "reference, required")
    let logout = Completions(Self.provider + "  attrs:\n    |\n").item("logout_uri")
    #expect(logout?["documentation"]?["value"]?.string?.contains("Since authentik 2025.") == true)
    let secret = Completions(Self.provider + "  attrs:\n    |\n").item("client_secret")
    #expect(secret?["detail"] == "text, secret")
  }

  @Test func objectsOfOtherFilesAreFound() {
    let other =
      "metadata: {name: Other}\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: own-login}\n"
    let brand = "entries:\n- model: authentik_brands.brand\n  attrs:\n    flow_authentication: "
    #expect(
      Completions(brand + "|\n", others: [other]).labels.contains(
        "!Find [authentik_flows.flow, [slug, own-login]]"))
    #expect(
      Completions(brand + "!Find [authentik_flows.flow, [slug, |]]\n", others: [other]).labels.first
        == "own-login")
    let application =
      "entries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs: {identifiers: {name: |}}\n"
    #expect(Completions(application, others: [other]).labels.first == "Other")
  }
}
