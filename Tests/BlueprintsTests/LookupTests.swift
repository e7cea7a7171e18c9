import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// Look-ups that the server does not answer with exactly one object.
@Suite struct LookupTests {
  private static let find = "!Find [authentik_flows.flow, [designation, recovery]]"
  private static let question = Question.find(
    model: "authentik_flows.flow", conditions: [FindCondition(field: "designation", value: "recovery")])

  private static func desired(_ value: String, _ answer: Answer, isStrict: Bool = false) throws -> DesiredSet
  {
    let text =
      "entries:\n- model: authentik_brands.brand\n  identifiers: {domain: d}\n  attrs: {flow_recovery: \(value)}\n"
    return try BlueprintText.desired(text, answers: [question: answer]) {
      $0.isOffline = false
      $0.isStrict = isStrict
    }
  }

  @Test func ofSeveralObjectsTheFirstIsTakenWithAWarning() throws {
    let answer = Answer(value: ["pk": "k"], candidates: ["one", "two"], matchCount: 2)
    let desired = try Self.desired(Self.find, answer)
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "warning 4:26 2 objects match authentik_flows.flow with designation=recovery (`one`, `two`), and flowform takes the first; add conditions until one is left\n"
    )
    #expect(desired.entries.first?.values["flow_recovery"]?.reference?.known == "k")
    #expect(try Self.desired(Self.find, answer, isStrict: true).diagnostics.hasErrors)
    let condition = "!If [\(Self.find), null, null]"
    #expect(try Self.desired(condition, answer).diagnostics.isEmpty)
  }

  @Test func manyNamesAreCut() throws {
    let names = (1...100).map { "n\($0)" }
    let desired = try Self.desired(
      Self.find, Answer(value: ["pk": "k"], candidates: names, matchCount: 120))
    #expect(desired.diagnostics.first?.message.contains("`n10` and 110 more)") == true)
  }

  @Test func nothingFoundIsNotedAtTheField() throws {
    let desired = try Self.desired(Self.find, Answer(value: nil, candidates: ["one"]))
    let field = try #require(desired.entries.first?.fields.first { $0.name == "flow_recovery" })
    #expect(field.value.isNull && field.missedLookups.map(\.path.description) == ["flow_recovery"])
    #expect(
      field.missedLookups.first?.lookup.message
        == "there is no authentik_flows.flow with designation=recovery; there are `one`")
    #expect(field.missedLookups.first?.lookup.location.line == 4)
    #expect(!field.isHidden)
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func whatCannotBeCreatedCanBeLookedUp(version: EmbeddedCatalog) throws {
    let kinds = try version.load().lookupKinds
    #expect(kinds.count > 10 && kinds.contains { $0.model == "auth.permission" })
    for kind in kinds {
      let text =
        "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Find [\(kind.model), [name, x]]}}}\n"
      let desired = try BlueprintText.desired(text, answers: [:]) {
        $0.isOffline = false
      } version: {
        version
      }
      #expect(desired.diagnostics.isEmpty && desired.questions.count == 1, "\(kind.model)")
      let entry = "entries:\n- {model: \(kind.model), identifiers: {name: x}}\n"
      #expect(
        try BlueprintText.desired(entry, version: version).diagnostics.map(\.message) == [
          "the API has no endpoint that creates objects of \(kind.model)"
        ])
    }
  }

  @Test(arguments: [
    "contenttypes.contenttype", "authentik_blueprints.metaapplyblueprint", "sessions.session",
  ])
  func whatTheAPIDoesNotListIsSaid(model: String) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Find [\(model), [a, x]]}}}\n"
    )
    #expect(
      desired.diagnostics.map(\.message) == [
        "the API has no list of \(model), so flowform cannot look there; write the value itself"
      ])
  }

  @Test func aPermissionIsFoundByDjangosNames() throws {
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.load().lookupKind("auth.permission"))
    #expect(kind.path == "/rbac/permissions/" && kind.primaryKey == "id")
    #expect(Lookup("content_type__app_label", in: kind).path == ["app_label"])
    #expect(Lookup("content_type__model__iexact", in: kind).path == ["model"])
    #expect(Lookup("content_type__model__iexact", in: kind).comparison == "iexact")
    #expect(Lookup("codename", in: kind).path == ["codename"])
  }
}
