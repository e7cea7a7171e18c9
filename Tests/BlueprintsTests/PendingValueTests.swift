import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// Values that only an apply can know, and questions that make values known before it.
@Suite struct PendingValueTests {
  @Test(arguments: [
    ("!Format [\"%s\", !KeyOf a]", "!Format", "authentik_flows.flow[slug=a]"),
    ("!Format [\"%s\", !Find [authentik_flows.flow, [slug, a]]]", "!Format", "authentik_flows.flow[slug=a]"),
    (
      "!AtIndex [!FindObject [authentik_flows.flow, [slug, a]], title]", "!AtIndex",
      "authentik_flows.flow[slug=a]"
    ),
    ("!FindObject [authentik_flows.flow, [slug, a]]", "!FindObject", "authentik_flows.flow[slug=a]"),
    (
      "!Enumerate [!FindObject [authentik_flows.flow, [slug, a]], SEQ, !Value 0]", "!Enumerate",
      "authentik_flows.flow[slug=a]"
    ),
    (
      "!Find [authentik_core.group, [name, !Format [\"g-%s\", !KeyOf a]]]", "!Find",
      "authentik_flows.flow[slug=a]"
    ),
  ])
  func whatNeedsAnObjectThatIsNotThereIsPending(value: String, tag: String, source: String) throws {
    let flow =
      "- {model: authentik_flows.flow, id: a, identifiers: {slug: a}, attrs: {name: A, title: T, designation: recovery}}"
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: \(value)}}}"
    let none = Answer(value: nil)
    var answers: [Question: Answer] = [:]
    var desired = try ReferenceText.online([entry, flow], answers)
    while let open = desired.questions.first(where: { answers[$0] == nil }) {
      answers[open] = none
      desired = try ReferenceText.online([entry, flow], answers)
    }
    #expect(!desired.diagnostics.hasErrors, "\(BlueprintText.lines(desired.diagnostics))")
    #expect(desired.entries.map(\.model) == ["authentik_flows.flow", "authentik_core.group"])
    guard case .pending(let pending)? = desired.entries.last?.values["attributes"]?["x"] else {
      Issue.record("not pending: \(String(describing: desired.entries.last?.values))")
      return
    }
    #expect(pending.tag == tag)
    #expect(pending.sources.map(\.address.description) == [source])
    #expect(!desired.late.isEmpty)
  }

  /// An existing object has its key, even if planning has not seen it yet.
  @Test func aKeyInATextIsAskedFor() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Format [\"%s\", !KeyOf flow]}}}"
    let question = ReferenceText.find("authentik_flows.flow", [("slug", "a")])
    #expect(try ReferenceText.online([ReferenceText.flow, entry]).questions == [question])
    let desired = try ReferenceText.online(
      [ReferenceText.flow, entry], [question: Answer(value: ["pk": "1"])])
    #expect(desired.entries.last?.values["attributes"] == ["x": "1"])
    #expect(desired.late.isEmpty)
  }

  /// The identifiers of the object are asked for before the object itself.
  @Test func aKeyBehindAKeyIsAskedForInTurn() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Format [\"%s\", !KeyOf b]}}}"
    let binding =
      "- {model: authentik_flows.flowstagebinding, id: b, identifiers: {target: !KeyOf flow, order: 0}, attrs: {stage: !KeyOf stage}}"
    let entries = [ReferenceText.flow, ReferenceText.stage, binding, entry]
    let flow = ReferenceText.find("authentik_flows.flow", [("slug", "a")])
    #expect(try ReferenceText.online(entries).questions == [flow])
    var answers = [flow: Answer(value: ["pk": "f"])]
    let second = try ReferenceText.online(entries, answers).questions
    guard case .find("authentik_flows.flowstagebinding", let conditions)? = second.first else {
      Issue.record("\(second)")
      return
    }
    #expect(conditions.first { $0.field == "target" }?.value.reference?.known == "f")
    answers[second[0]] = Answer(value: ["pk": "b"])
    #expect(try ReferenceText.online(entries, answers).entries.last?.values["attributes"] == ["x": "b"])
  }

  @Test func anIdentifierIsKnownBeforeTheApply() throws {
    let entry = "- {model: authentik_core.group, identifiers: {name: !Format [\"g-%s\", !KeyOf flow]}}"
    let question = ReferenceText.find("authentik_flows.flow", [("slug", "a")])
    let desired = try ReferenceText.online([ReferenceText.flow, entry], [question: Answer(value: nil)])
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "error 3:53 `name` identifies the object, but its value is only known after an apply; use a field with a value that is known before\n"
    )
  }
}
