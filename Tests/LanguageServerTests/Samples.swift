import Model

/// Texts and places for tests about the ways between entries.
enum Samples {
  /// A blueprint with most things that name something. Behind `ü🦊` a position counts differently from bytes.
  static let login = """
    version: 1
    metadata: {name: Login}
    context:
      company: Acme
      "ü🦊 note": &note hello
    entries:
    - model: authentik_flows.flow
      id: flow
      identifiers: {slug: login}
      attrs: {name: "ü🦊", title: !Context company, designation: authentication, cache: *note}
    - model: authentik_stages_dummy.dummystage
      id: 'stage'
      identifiers: &names
        name: dummy
    - model: authentik_flows.flowstagebinding
      identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 10}
    - model: authentik_policies.policybinding
      identifiers: {target: !Find [authentik_flows.flow, [slug, login]], order: 0}
      attrs:
        policy: !Find [authentik_policies.policy, [name, !Context [rule, allow]]]
        negate: !Env FLAG
    - model: authentik_policies_dummy.dummypolicy
      identifiers: {name: allow}
      attrs: *names
    - model: authentik_flows.flowstagebinding
      identifiers:
        target: !Find [authentik_flows.flow, [slug__iexact, LOGIN]]
        stage: !Find [authentik_flows.stage, [name, dummy]]
        order: !If [!Env FLAG, 1, !Context company]

    """

  static let other = """
    version: 1
    metadata:
      name: "Other"
    entries:
      first:
      - model: authentik_blueprints.metaapplyblueprint
        attrs: {identifiers: {name: Login}, required: true}
      second:
      - model: authentik_brands.brand
        identifiers: {domain: x}
        attrs:
          flow_authentication: !Find [authentik_flows.flow, [slug, login]]
          flow_recovery: !KeyOf flow
      - model: authentik_blueprints.metaapplyblueprint
        attrs: {identifiers: {path: login.yaml}}

    """

  static let otherURI = "file:///workspace/blueprints/other.yaml"

  /// An editor with both texts; a mark is left out.
  static func editor(_ text: String = login, capabilities: Value = [:]) -> Editor {
    var editor = Editor(capabilities: capabilities)
    editor.open(text)
    editor.open(other, as: otherURI)
    return editor
  }

  /// The text with the cursor behind the first part and before the second one.
  static func marked(_ before: String, _ after: String, in text: String = login) -> String {
    text.replacing(before + after, with: before + "|" + after, maxReplacements: 1)
  }

  /// `line:from-to`, with the name of the file if it is the other one.
  static func places(_ value: Value) -> [String] {
    (value.list ?? []).map { location in
      let file = location["uri"]?.string == otherURI ? "other " : ""
      return file + place(location["range"] ?? .null)
    }
  }

  static func place(_ range: Value) -> String {
    let start = range["start"]
    let end = range["end"]
    let last = start?["line"] == end?["line"] ? "" : "\(end?["line"]?.integer ?? -1):"
    return "\(start?["line"]?.integer ?? -1):\(start?["character"]?.integer ?? -1)-\(last)"
      + "\(end?["character"]?.integer ?? -1)"
  }
}
