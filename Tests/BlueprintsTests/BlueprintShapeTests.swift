import Blueprints
import Model
import Testing

struct BlueprintShapeTests {
  private static func shape(_ text: String) -> BlueprintShape {
    BlueprintShape(SourceText(file: "x.yaml", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    ("version: 1\nentries: []", false),
    ("version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}", false),
    ("version: 1\nentries:\n  first:\n  - model: authentik_flows.flow\n    identifiers: {slug: a}", false),
    ("version: 1\nentries:\n- model: !Context model\n- model: a.b", false),
    // Mistakes of form do not make another file of it.
    ("version: 2\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}", true),
    ("entries:\n- model: authentik_flows.flow\n  attrs: [a]", true),
    ("version: 1\nentries:\n- model: authentik_flows.flow\n  state: gone", true),
    ("version: 1\nentries:\n- model: authentik_flows.flow\n  attrs: {name: \"a}", true),
    ("version: 1\nentries:\n- identifiers: {a: b}\n  model: 'authentik_flows.flow'\n\tattrs: {}", true),
  ])
  func isABlueprint(_ text: String, _ hasMistakes: Bool) {
    #expect(Self.shape(text) == .blueprint(hasMistakes: hasMistakes))
  }

  @Test(arguments: [
    ("", "no `entries`"),
    ("# entries\n", "empty"),
    ("- entries", "a list, not a map"),
    ("services: {web: {image: entries}}\nversion: '3'", "no `entries`"),
    // The index of a Helm repository.
    ("apiVersion: v1\nentries:\n  chart:\n  - name: chart", "no `version: 1`"),
    ("version: '3.1'\nentries: [a]", "the version is the text `3.1`, not 1"),
    ("version: 1\nentries:\n- name: a", "no entry has a `model`"),
    ("version: 1\nentries: 7\nmodel: authentik_flows.flow", "`entries` is `7`, not a list"),
    ("{{- range .Values.entries }}\na: b\n{{- end }}", "line 1: "),
    ("a: 1\nentries:\n---\nb: 2", "line 3: a second document in the file"),
    // A blueprint inside of a ConfigMap.
    ("kind: ConfigMap\ndata:\n  entries:\n  - model: authentik_flows.flow\n---\nb: 2", "line 5: "),
  ])
  func isAnotherFile(_ text: String, _ reason: String) {
    guard case .other(let found) = Self.shape(text) else {
      Issue.record("a blueprint: \(text)")
      return
    }
    #expect(found.hasPrefix(reason), "\(found)")
  }
}
