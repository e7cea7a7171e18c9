import Catalog
import Exporting
import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

/// Objects as a blueprint in the style of a person.
struct ExporterTests {
  private static func object(_ model: String, _ fields: ValueMap) throws -> ExportedObject {
    ExportedObject(kind: try #require(try EmbeddedCatalog.v2026_5_rc1.load().kind(model)), fields: fields)
  }

  private static func flow(_ slug: String, pk: String, _ more: ValueMap = [:]) throws -> ExportedObject {
    let fields: ValueMap = [
      "pk": .string(pk), "policybindingmodel_ptr_id": .string(pk + "-ptr"), "name": .string(slug),
      "slug": .string(slug), "title": "T", "designation": "authentication", "background": "", "stages": [],
      "policy_engine_mode": "any", "compatibility_mode": false, "layout": "stacked",
      "denied_action": "message_continue", "authentication": "none",
    ]
    return try object("authentik_flows.flow", fields.merging(more) { $1 })
  }

  private static func text(
    _ objects: [ExportedObject], _ scope: ExportScope = .all, keepsDefaults: Bool = false
  ) throws -> String {
    try Emitter.text(of: export(objects, scope, keepsDefaults: keepsDefaults).document)
  }

  private static func export(
    _ objects: [ExportedObject], _ scope: ExportScope = .all, keepsDefaults: Bool = false
  ) -> Exporter {
    Exporter(
      objects, scope: scope, defaults: keepsDefaults ? nil : CreateDefaults(nearestTo: "2026.5.0"))
  }

  @Test func defaultsAreLeftOutUnlessTheyAreAskedFor() throws {
    let flow = try Self.flow("a", pk: "1", ["layout": "sidebar_left"])
    #expect(
      try Self.text([flow]) == """
        version: 1
        entries:
        - model: authentik_flows.flow
          identifiers:
            slug: a
          attrs:
            name: a
            title: T
            designation: authentication
            layout: sidebar_left

        """)
    #expect(try Self.text([flow], keepsDefaults: true).contains("denied_action: message_continue"))
  }

  @Test func aDefaultThatIsNotEmptyIsKnown() throws {
    let prompt: ValueMap = [
      "pk": "1", "name": "p", "field_key": "f", "label": "L", "type": "text", "required": false, "order": 0,
    ]
    #expect(
      try Self.text([Self.object("authentik_stages_prompt.prompt", prompt)]).contains("required: false"))
    let other = prompt.merging(["required": true]) { $1 }
    #expect(try !Self.text([Self.object("authentik_stages_prompt.prompt", other)]).contains("required"))
  }

  @Test func theOrderIsNotThatOfTheServer() throws {
    let objects = [
      try Self.object(
        "authentik_stages_prompt.promptstage", ["pk": "s", "name": "ask", "fields": ["p2", "p1"]]),
      try Self.object(
        "authentik_stages_prompt.prompt",
        ["pk": "p1", "name": "later", "field_key": "mail", "label": "B", "type": "text", "order": 2]),
      try Self.object(
        "authentik_stages_prompt.prompt",
        ["pk": "p2", "name": "sooner", "field_key": "a", "label": "A", "type": "text", "order": 1]),
      try Self.flow("login", pk: "f"),
      try Self.object(
        "authentik_flows.flowstagebinding", ["pk": "b", "target": "f", "stage": "s", "order": 10]),
      try Self.object(
        "authentik_policies_expression.expressionpolicy",
        ["pk": "e", "name": "check", "expression": "if True:\n  return True\n"]),
      try Self.object(
        "authentik_policies.policybinding",
        [
          "pk": "x", "target": "f-ptr", "policy": "e", "group": .null, "order": 0, "enabled": true,
          "timeout": 30,
        ]),
      try Self.object(
        "authentik_policies.policybinding",
        ["pk": "y", "target": "b", "policy": "e", "order": 0, "enabled": true, "timeout": 30]),
    ]
    let text = try Self.text(objects)
    Snapshot.expect(text, "order")
    #expect(try Self.text(objects.reversed()) == text)
    let keys = objects.enumerated().map { index, object in
      ExportedObject(
        kind: object.kind,
        fields: object.fields.mapValues { value in
          value.list.map { .list($0.map { Self.renamed($0) }) } ?? Self.renamed(value)
        })
    }
    #expect(try Self.text(keys) == text)
  }

  /// The object with other primary keys, which sort in the opposite order.
  private static func renamed(_ value: Value) -> Value {
    let keys = [
      "s": "a1", "p1": "z1", "p2": "z0", "f": "y9", "f-ptr": "y9-ptr", "b": "y1", "e": "c", "x": "d",
      "y": "c1",
    ]
    return value.string.flatMap { keys[$0] }.map(Value.string) ?? value
  }

  @Test func twoObjectsOfOneNameGetTwoIds() throws {
    let objects = [
      try Self.flow("login", pk: "f"),
      try Self.object("authentik_stages_deny.denystage", ["pk": "s", "name": "Login!"]),
      try Self.object(
        "authentik_flows.flowstagebinding", ["pk": "b", "target": "f", "stage": "s", "order": 0]),
    ]
    let text = try Self.text(objects)
    #expect(text.contains("id: login\n"))
    #expect(text.contains("stage: !KeyOf login-denystage"))
  }

  @Test func whatNothingNaturalFindsIsLeftOutAndSaid() throws {
    let devices = try ["1", "2"].map {
      try Self.object(
        "authentik_providers_rac.endpoint", ["pk": .string($0), "name": "same", "protocol": "rdp"])
    }
    let export = Self.export(devices)
    #expect(export.entryCount == 0)
    #expect(export.diagnostics.count == 2)
    #expect(export.diagnostics.first?.message.contains("is left out") == true)
  }

  @Test func aReferenceToWhatIsNotAtHandIsAskedForAndSaid() throws {
    let stage = try Self.object(
      "authentik_stages_password.passwordstage",
      ["pk": "s", "name": "pw", "backends": ["x"], "configure_flow": "elsewhere"])
    let export = Self.export([stage])
    #expect(export.missing == ["authentik_flows.flow"])
    #expect(export.diagnostics.first?.message.contains("`configure_flow`") == true)
    let found = Self.export([stage, try Self.flow("there", pk: "elsewhere")], .flows([]))
    #expect(found.missing.isEmpty)
  }

  @Test func managedObjectsAreLookedUpByThatName() throws {
    let flow = try Self.flow("login", pk: "f")
    let mapping = try Self.object(
      "authentik_providers_oauth2.scopemapping",
      [
        "pk": "m", "managed": "goauthentik.io/providers/oauth2/scope-openid", "name": "x",
        "scope_name": "openid",
      ])
    let provider = try Self.object(
      "authentik_providers_oauth2.oauth2provider",
      [
        "pk": 7, "name": "Grafana", "authorization_flow": "f", "invalidation_flow": "f",
        "property_mappings": ["m"], "client_id": "id", "client_secret": "correct horse", "redirect_uris": [],
      ])
    let application = try Self.object(
      "authentik_core.application", ["pk": "a", "name": "Grafana", "slug": "grafana", "provider": 7])
    let text = try Self.text([application, provider, mapping, flow], .everything)
    Snapshot.expect(text, "application")
    #expect(!text.contains("correct horse"))
  }

  /// Two kinds that need each other share a file, since no file may need one that needs it.
  @Test func kindsThatNeedEachOtherShareAFile() throws {
    func kind(_ name: String, refersTo other: String) -> Kind {
      Kind(
        model: name, component: "X", path: "/\(name)/", primaryKey: "pk", detailField: "pk",
        fields: [
          Field(name: "pk", type: .text(.uuid), isReadOnly: true), Field(name: "name", type: .text(.plain)),
          Field(name: "other", type: .text(.uuid), isNullable: true, refersTo: other),
        ], filters: [:], uniqueFields: ["name"])
    }
    let (one, two) = (kind("a.one", refersTo: "a.two"), kind("a.two", refersTo: "a.one"))
    func files(_ pairs: [(Kind, String, Value)]) -> [String] {
      let objects = pairs.map { kind, name, other in
        ExportedObject(kind: kind, fields: ["pk": .string(name), "name": .string(name), "other": other])
      }
      let graph = ExportGraph(objects, scope: .everything)
      return FolderExport(graph, style: EntryStyle(leavingOut: []), .folder([.kind])).files.map(\.path)
    }
    #expect(files([(one, "1", "2"), (two, "2", .null)]) == ["a.one.yaml", "a.two.yaml"])
    #expect(
      files([(one, "1", "2"), (two, "2", .null), (two, "3", "4"), (one, "4", .null)]) == ["shared/mixed.yaml"]
    )
  }
}
