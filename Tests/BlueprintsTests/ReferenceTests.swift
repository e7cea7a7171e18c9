import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct ReferenceTests {
  private static func binding(_ target: String, _ stage: String) -> String {
    "- {model: authentik_flows.flowstagebinding, identifiers: {target: \(target), stage: \(stage), order: 0}}"
  }

  @Test(arguments: [
    ("!KeyOf flow", "!KeyOf stage"),
    ("!Find [authentik_flows.flow, [slug, a]]", "!Find [authentik_stages_dummy.dummystage, [name, s]]"),
    (
      "!Find [authentik_flows.flow, [name, A], [designation, recovery]]",
      "!Find [authentik_flows.stage, [name, s]]"
    ),
    ("!Find [authentik_flows.flow, [slug__iexact, A]]", "!Find [authentik_flows.stage, [name__in, [r, s]]]"),
    (
      "!Find [authentik_flows.flow, [title__startswith, T]]",
      "!Find [authentik_flows.stage, [pk, !KeyOf stage]]"
    ),
  ])
  func nameAnotherEntry(target: String, stage: String) throws {
    let desired = try ReferenceText.online([
      Self.binding(target, stage), ReferenceText.flow, ReferenceText.stage,
    ])
    #expect(!desired.diagnostics.hasErrors && desired.questions.isEmpty)
    #expect(desired.entries.map(\.model).last == "authentik_flows.flowstagebinding")
    let binding = try #require(desired.entries.last)
    let addresses = ["authentik_flows.flow[slug=a]", "authentik_stages_dummy.dummystage[name=s]"]
    #expect(
      binding.address.description
        == "authentik_flows.flowstagebinding[order=0,stage=\(addresses[1]),target=\(addresses[0])]")
    #expect(binding.references.map(\.description).sorted() == addresses)
    #expect(binding.values["target"]?.reference?.key == .primaryKey)
  }

  /// A policy binding refers to a flow or a binding by a key other than the primary key.
  @Test(arguments: ["!KeyOf flow", "!Find [authentik_flows.flow, [slug, a]]"])
  func aPolicyBindingHasAKeyOfItsOwn(target: String) throws {
    let policy = "- {model: authentik_policies_expression.expressionpolicy, id: p, identifiers: {name: p}}"
    let binding =
      "- {model: authentik_policies.policybinding, identifiers: {target: \(target), policy: !KeyOf p, order: 0}}"
    let desired = try ReferenceText.online([ReferenceText.flow, policy, binding])
    let values = try #require(desired.entries.last).values
    #expect(values["target"]?.reference?.key == .policyTarget)
    #expect(values["policy"]?.reference?.key == .primaryKey)

    let live = try ReferenceText.online(
      [policy, binding.replacing("!KeyOf flow", with: "!Find [authentik_flows.flow, [slug, a]]")],
      [
        ReferenceText.find("authentik_flows.flow", [("slug", "a")]): Answer(value: [
          "pk": "1", "policybindingmodel_ptr_id": "2",
        ])
      ])
    let reference = live.entries.last?.values["target"]?.reference
    #expect(reference?.key == .policyTarget && reference?.known == "1")
    #expect(reference?.address.description == "authentik_flows.flow[slug=a]")
  }

  @Test func aFlowThatIsReachedThroughAReferenceIsFound() throws {
    let policy = "- {model: authentik_policies_expression.expressionpolicy, id: p, identifiers: {name: p}}"
    let desired = try ReferenceText.online([
      ReferenceText.flow, ReferenceText.stage, Self.binding("!KeyOf flow", "!KeyOf stage"), policy,
      "- {model: authentik_policies.policybinding, identifiers: {target: !Find [authentik_flows.flowstagebinding, [target__slug, a], [order, 0]], policy: !KeyOf p, order: 0}}",
    ])
    #expect(desired.questions.isEmpty)
    #expect(desired.entries.last?.references.count == 2)
  }

  @Test func whatTheSetDoesNotHoldIsAQuestion() throws {
    let entries = [
      Self.binding("!Find [authentik_flows.flow, [slug, x]]", "!Find [authentik_flows.stage, [name, y]]")
    ]
    let questions = [
      ReferenceText.find("authentik_flows.flow", [("slug", "x")]),
      ReferenceText.find("authentik_flows.stage", [("name", "y")]),
    ]
    #expect(try ReferenceText.online(entries).questions == questions)
    let found = try ReferenceText.online(
      entries,
      [
        questions[0]: Answer(value: ["pk": "1"]), questions[1]: Answer(value: ["pk": "2"]),
      ])
    #expect(found.questions.isEmpty && !found.diagnostics.hasErrors)
    #expect(found.entries.first?.values["target"]?.reference?.known == "1")
    #expect(found.entries.first?.values["stage"]?.reference?.known == "2")
    #expect(found.entries.first?.references.isEmpty == true)
    let none = try ReferenceText.online(
      entries,
      [questions[0]: Answer(value: nil, candidates: ["a", "b"]), questions[1]: Answer(value: ["pk": "2"])])
    #expect(
      BlueprintText.lines(none.diagnostics)
        == "error 2:67 there is no authentik_flows.flow with slug=x, and the field does not take null; there are `a`, `b`; if another blueprint creates it, name that file or its folder too\n"
    )
  }

  @Test func nothingFoundIsNullWhereThatIsAllowed() throws {
    let brand =
      "- {model: authentik_brands.brand, identifiers: {domain: d}, attrs: {flow_recovery: !Find [authentik_flows.flow, [slug, x]]}}"
    let desired = try ReferenceText.online(
      [brand], [ReferenceText.find("authentik_flows.flow", [("slug", "x")]): Answer(value: nil)])
    #expect(desired.entries.first?.values["flow_recovery"] == .null)
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "warning 2:84 there is no authentik_flows.flow with slug=x, so this is null; if another blueprint creates it, name that file or its folder too\n"
    )
    #expect(desired.diagnostics.allSatisfy { $0.strict })
  }

  /// authentik's `default-brand.yaml` creates a brand on the condition that there is no brand yet.
  @Test func aConditionSeesOnlyWhatStandsAbove() throws {
    let brand =
      "- {model: authentik_brands.brand, identifiers: {domain: d, default: true}, conditions: [!Condition [NOR, !Find [authentik_brands.brand, [default, true]]]]}"
    let question = ReferenceText.find("authentik_brands.brand", [("default", true)])
    #expect(try ReferenceText.online([brand]).questions == [question])
    #expect(
      try ReferenceText.online([brand], [question: Answer(value: nil)]).entries.map(\.isEnabled) == [true])
    #expect(
      try ReferenceText.online([brand], [question: Answer(value: ["brand_uuid": "1"])]).entries.map(
        \.isEnabled) == [
          false
        ])
    let other = "- {model: authentik_brands.brand, identifiers: {domain: e, default: true}}"
    let below = try ReferenceText.online([brand, other])
    #expect(below.questions == [question])
    let above = try ReferenceText.online([other, brand])
    #expect(above.questions.isEmpty && above.entries.map(\.isEnabled) == [true, false])
  }

  @Test func anEntryIsNeverItsOwnAnswer() throws {
    let group =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Find [authentik_core.group, [name, g]]}}}"
    #expect(
      try ReferenceText.online([group]).questions == [
        ReferenceText.find("authentik_core.group", [("name", "g")])
      ])
  }

  @Test func whatIsAbsentOrSkippedAnswersNothing() throws {
    for end in ["state: absent", "conditions: [false]"] {
      let stage = "- {model: authentik_stages_dummy.dummystage, identifiers: {name: s}, \(end)}"
      let desired = try ReferenceText.online([
        ReferenceText.flow, stage, Self.binding("!KeyOf flow", "!Find [authentik_flows.stage, [name, s]]"),
      ])
      #expect(desired.questions == [ReferenceText.find("authentik_flows.stage", [("name", "s")])])
    }
  }

  @Test func aLicenceIsAQuestion() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, conditions: [!Context goauthentik.io/enterprise/licensed]}"
    #expect(try ReferenceText.online([entry]).questions == [.licensed])
    for licensed in [true, false] {
      let desired = try ReferenceText.online([entry], [.licensed: Answer(value: .bool(licensed))])
      #expect(desired.questions.isEmpty && desired.entries.map(\.isEnabled) == [licensed])
    }
  }

  @Test func theObjectItselfComesFromTheServer() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !AtIndex [!FindObject [authentik_core.group, [name, h]], num_pk]}}}"
    let question = ReferenceText.find("authentik_core.group", [("name", "h")])
    #expect(try ReferenceText.online([entry]).questions == [question])
    let desired = try ReferenceText.online([entry], [question: Answer(value: ["pk": "1", "num_pk": 7])])
    #expect(desired.entries.first?.values["attributes"] == ["x": 7])
  }

  /// A field that another entry sets counts as set, since that entry is applied before.
  @Test func theObjectItselfIsAsItsEntryWillMakeIt() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !AtIndex [!FindObject [authentik_core.group, [name, h]], is_superuser]}}}"
    let other = "- {model: authentik_core.group, identifiers: {name: h}, attrs: {is_superuser: yes}}"
    let question = ReferenceText.find("authentik_core.group", [("name", "h")])
    let desired = try ReferenceText.online(
      [other, entry], [question: Answer(value: ["pk": "1", "is_superuser": false])])
    #expect(desired.entries.last?.values["attributes"] == ["x": true])
  }

  /// Only the collection of an enumeration has to be known, not its items.
  @Test func anEnumerationHandsReferencesOn() throws {
    let entry =
      "- {model: authentik_stages_prompt.promptstage, identifiers: {name: g}, attrs: {fields: !Enumerate [[!KeyOf p], SEQ, !Value 0]}}"
    let prompt =
      "- {model: authentik_stages_prompt.prompt, id: p, identifiers: {name: p}, attrs: {field_key: p, label: P, type: text}}"
    let desired = try ReferenceText.online([prompt, entry])
    #expect(!desired.diagnostics.hasErrors && desired.questions.isEmpty)
    #expect(
      desired.entries.last?.values["fields"]?.references.map(\.address.description)
        == ["authentik_stages_prompt.prompt[name=p]"])
  }

  /// An integer is a key in each kind with integer keys. A UUID is the key of one object.
  @Test func literalIntegersAreKeysOfTheKindThatTheFieldRefersTo() throws {
    let entries = [
      "- {model: authentik_core.user, identifiers: {pk: 12}, attrs: {username: u, name: U}}",
      "- {model: authentik_providers_ldap.ldapprovider, identifiers: {pk: 12}, attrs: {name: p}}",
      "- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, provider: 12}}",
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {users: [12], attributes: {x: 12}}}",
    ]
    let desired = try ReferenceText.online(entries)
    let values = Dictionary(desired.entries.map { ($0.model, $0.values) }) { $1 }
    let provider = values["authentik_core.application"]?["provider"]?.references.map(\.address.description)
    #expect(provider == ["authentik_providers_ldap.ldapprovider[name=p]"])
    let group = values["authentik_core.group"]
    #expect(group?["users"]?.references.map(\.address.description) == ["authentik_core.user[username=u]"])
    #expect(group?["attributes"] == ["x": 12])
  }

  @Test func aKeyInATextMustBeKnown() throws {
    let entry =
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {x: !Format [\"%s\", !Find [authentik_flows.flow, [slug, a]]]}}}"
    let question = ReferenceText.find("authentik_flows.flow", [("slug", "a")])
    let known = try ReferenceText.online([entry], [question: Answer(value: ["pk": "1"])])
    #expect(known.entries.first?.values["attributes"] == ["x": "1"])
  }

  /// The look-up of an object by another one waits for that one's key.
  @Test func aLookUpInsideOfALookUpComesFirst() throws {
    let inner = ReferenceText.find("authentik_flows.flow", [("slug", "a")])
    let binding =
      "!Find [authentik_flows.flowstagebinding, [target, !Find [authentik_flows.flow, [slug, a]]], [order, 1]]"
    let entry =
      "- {model: authentik_policies.policybinding, identifiers: {target: \(binding), order: 0, policy: 5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01}}"
    let first = try ReferenceText.online([entry])
    #expect(first.questions.contains(inner))
    #expect(
      !first.questions.contains {
        if case .find("authentik_flows.flowstagebinding", _) = $0 { true } else { false }
      })
    let second = try ReferenceText.online([entry], [inner: Answer(value: ["pk": "1"])])
    #expect(
      second.questions.contains {
        if case .find("authentik_flows.flowstagebinding", _) = $0 { true } else { false }
      })
  }

  @Test func onlySelectedEntriesArePlannedAndTheOthersLookedUp() throws {
    let text =
      "entries:\n"
      + [ReferenceText.flow, ReferenceText.stage, Self.binding("!KeyOf flow", "!KeyOf stage")].joined(
        separator: "\n")
    func desired(_ answers: [Question: Answer]) throws -> DesiredSet {
      try BlueprintText.desired(text, answers: answers) {
        $0.isOffline = false
        $0.only = Selection(["authentik_flows.flowstagebinding"])
      }
    }
    let questions = [
      ReferenceText.find("authentik_flows.flow", [("slug", "a")]),
      ReferenceText.find("authentik_stages_dummy.dummystage", [("name", "s")]),
    ]
    #expect(try desired([:]).questions == questions)
    let found = try desired([
      questions[0]: Answer(value: ["pk": "1"]), questions[1]: Answer(value: ["pk": "2"]),
    ])
    #expect(found.entries.count == 1 && found.entries.first?.values["target"]?.reference?.known == "1")
    let none = try desired([questions[0]: Answer(value: nil), questions[1]: Answer(value: ["pk": "2"])])
    #expect(BlueprintText.lines(none.diagnostics).contains("neither selected by --only nor on the server"))
  }

  @Test(arguments: [
    ("forward", [binding("!KeyOf flow", "!KeyOf stage"), ReferenceText.flow, ReferenceText.stage]),
    (
      "skipped",
      [
        ReferenceText.flow.replacing("id: flow", with: "id: flow, conditions: [0]"),
        ReferenceText.stage,
        binding("!KeyOf flow", "!KeyOf stage"),
      ]
    ),
    (
      "absent",
      [
        ReferenceText.flow,
        ReferenceText.stage.replacing("id: stage", with: "id: stage, state: absent"),
        binding("!KeyOf flow", "!KeyOf stage"),
      ]
    ),
    (
      "broken",
      [
        ReferenceText.flow.replacing("slug: a", with: "slug: !Nope a"), ReferenceText.stage,
        binding("!KeyOf flow", "!KeyOf stage"),
      ]
    ),
    (
      "itself",
      ["- {model: authentik_core.group, id: g, identifiers: {name: g}, attrs: {attributes: {x: !KeyOf g}}}"]
    ),
    (
      "identifier-circle",
      [
        "- {model: authentik_flows.flowstagebinding, id: a, identifiers: {order: 0, target: !KeyOf b}}",
        "- {model: authentik_flows.flowstagebinding, id: b, identifiers: {order: 1, target: !KeyOf a}}",
      ]
    ),
    (
      "circle",
      [
        "- {model: authentik_core.group, id: a, identifiers: {name: a}, attrs: {attributes: {x: !KeyOf b}}}",
        "- {model: authentik_core.group, id: b, identifiers: {name: b}, attrs: {attributes: {x: !KeyOf a}}}",
      ]
    ),
  ])
  func saysWhatIsWrong(name: String, entries: [String]) throws {
    Snapshot.expect(BlueprintText.lines(try ReferenceText.online(entries).diagnostics), name)
  }

  /// Exports from authentik's own interface refer to every object by its primary key.
  @Test func aPrimaryKeySpelledOutIsAReference() throws {
    let (flow, stage) = ("0b8cf2d4-4a1b-4c58-9a37-1f0f6f8f0b11", "7a4fb7bd-2f5b-4a43-8f6a-f0d2f3f9b4aa")
    let desired = try ReferenceText.online([
      "- {model: authentik_flows.flow, identifiers: {pk: \(flow), slug: a}, attrs: {name: A, title: T, designation: recovery}}",
      "- {model: authentik_stages_prompt.prompt, identifiers: {pk: \(stage.uppercased())}, attrs: {name: p, field_key: k, label: \(stage), type: text}}",
      "- {model: authentik_stages_prompt.promptstage, identifiers: {name: s}, attrs: {fields: [\(stage)]}}",
      "- {model: authentik_flows.flowstagebinding, identifiers: {target: \(flow), stage: !Find [authentik_flows.stage, [name, s]], order: 0}}",
    ])
    #expect(!desired.diagnostics.hasErrors)
    #expect(
      desired.entries.last?.values["target"]?.reference?.address.description == "authentik_flows.flow[slug=a]"
    )
    #expect(
      desired.entries[2].values["fields"]?.list?.first?.reference?.address.description
        == "authentik_stages_prompt.prompt[name=p]")
    #expect(desired.entries[1].values["label"]?.string == stage)
  }

  @Test func namesOfBlueprintsAloneAreTaken() throws {
    let desired = try ReferenceText.online([
      "- {model: authentik_core.user, id: u, identifiers: {username: u}, attrs: {name: U, password: p}}",
      "- {model: authentik_core.token, identifiers: {identifier: t}, attrs: {key: k, user: !KeyOf u}}",
      "- {model: authentik_rbac.role, identifiers: {name: r}, attrs: {permissions: [a]}}",
      "- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, icon: x.png}}",
    ])
    #expect(BlueprintText.lines(desired.diagnostics) == "")
    #expect(desired.entries[0].values["password"] == "p" && desired.entries[1].values["key"] == "k")
    #expect(desired.entries[3].values["meta_icon"] == "x.png")
  }

  @Test func permissionsNameRolesAndUsers() throws {
    let role = "- {model: authentik_rbac.role, id: r, identifiers: {name: r}}"
    func group(_ permissions: String, _ answers: [Question: Answer] = [:]) throws -> DesiredSet {
      try ReferenceText.online(
        [role, "- {model: authentik_core.group, identifiers: {name: g}, permissions: [\(permissions)]}"],
        answers)
    }
    let permissions = "{permission: view_group, role: !KeyOf r}, {permission: !Format [\"%s\", x], user: 5}"
    let question = ReferenceText.find("authentik_rbac.role", [("name", "ak-managed-role--user-5")])
    #expect(try group(permissions).questions == [question])
    #expect(try group(permissions, [question: Answer(value: nil)]).diagnostics.hasErrors)
    let desired = try group(permissions, [question: Answer(value: ["pk": "own"])])
    let entry = try #require(desired.entries.last)
    #expect(entry.permissions.map(\.permission) == ["view_group", "x"])
    #expect(entry.permissions[0].role?.reference != nil)
    #expect(entry.permissions[1].role?.reference?.known == "own")
    #expect(entry.references.map(\.description).contains("authentik_rbac.role[name=r]"))
    for wrong in ["x", "{role: r}", "{permission: p}", "{permission: p, role: null}"] {
      #expect(try group(wrong).diagnostics.hasErrors, "\(wrong)")
    }
  }
}
