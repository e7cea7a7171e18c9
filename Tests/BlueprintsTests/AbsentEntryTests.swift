import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// For an entry with the state `absent`, only the fields that find its object matter.
@Suite struct AbsentEntryTests {
  private static func entry(_ name: String, _ more: String) -> String {
    "- {model: authentik_stages_identification.identificationstage, identifiers: {name: \(name)}, \(more)}\n"
  }

  private static func binding(_ target: String) -> String {
    "- {model: authentik_flows.flowstagebinding, state: absent, identifiers: {target: \(target), order: 0}}\n"
  }

  private static let password =
    "- {model: authentik_stages_password.passwordstage, id: password, state: absent, identifiers: {name: p}}\n"
  private static let flow =
    "- {model: authentik_flows.flow, id: flow, state: absent, identifiers: {slug: f}}\n"

  @Test(arguments: [
    "attrs: {password_stage: !KeyOf password}", "attrs: {password_stage: !KeyOf nobody}",
    "attrs: {password_stage: !Find [authentik_stages_password.passwordstage, [name, gone]]}",
    "attrs: {user_fields: [nonsense]}", "attrs: {name: !Env GONE}", "attrs: !Nonsense x",
    "permissions: [{permission: x}]",
  ])
  func itsAttributesAreNoMatter(more: String) throws {
    let text = "entries:\n" + Self.password + Self.entry("i", "state: absent, \(more)")
    let desired = try BlueprintText.desired(text) { $0.isOffline = false }
    #expect(BlueprintText.lines(desired.diagnostics) == "")
    #expect(desired.entries.map(\.state) == [.absent, .absent] && desired.questions.isEmpty)
  }

  @Test func whatItRefersToIsDeletedAfterIt() throws {
    let text =
      "entries:\n" + Self.entry("i", "state: absent, attrs: {password_stage: !KeyOf password}")
      + Self.password
    let desired = try BlueprintText.desired(text) { $0.isOffline = false }
    #expect(desired.diagnostics.isEmpty)
    #expect(
      desired.entries.map { $0.references.map(\.model) } == [[], ["authentik_stages_password.passwordstage"]])
  }

  @Test func anIdentifierThatRefersToAnAbsentEntryMatchesNothing() throws {
    let desired = try BlueprintText.desired("entries:\n" + Self.flow + Self.binding("!KeyOf flow")) {
      $0.isOffline = false
    }
    #expect(BlueprintText.lines(desired.diagnostics) == "")
    #expect(desired.entries.last?.identifiers["target"]?.reference?.known == nil)
  }

  @Test func anIdentifierThatIsNotFoundMatchesNothing() throws {
    let find = "!Find [authentik_flows.flow, [slug, gone]]"
    let question = Question.find(
      model: "authentik_flows.flow", conditions: [FindCondition(field: "slug", value: "gone")])
    func desired(_ answer: Answer?) throws -> DesiredSet {
      try BlueprintText.desired(
        "entries:\n" + Self.binding(find), answers: answer.map { [question: $0] } ?? [:]
      ) {
        $0.isOffline = false
      }
    }
    #expect(try desired(nil).questions == [question])
    let missing = try desired(Answer(value: nil))
    #expect(BlueprintText.lines(missing.diagnostics) == "" && missing.questions.isEmpty)
    #expect(missing.entries.first?.identifiers["target"]?.reference?.known == nil)
    let found = try desired(Answer(value: ["pk": "k"]))
    #expect(found.entries.first?.identifiers["target"]?.reference?.known == "k")
  }

  @Test func aSlipInItsIdentifiersIsAnError() throws {
    for target in ["!KeyOf nobody", "!Find [authentik_flows.flow]"] {
      let desired = try BlueprintText.desired("entries:\n" + Self.binding(target)) { $0.isOffline = false }
      #expect(desired.diagnostics.map(\.severity) == [.error])
    }
  }
}
