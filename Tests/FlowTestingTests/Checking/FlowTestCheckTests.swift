import Blueprints
import Catalog
import FlowTesting
import Model
import TestSupport
import Testing

@Suite struct FlowTestCheckTests {
  /// identification, password, prompt, validation, e-mail; the validation may set up a TOTP device.
  private static let blueprint = """
    version: 1
    entries:
    - {model: authentik_flows.flow, id: login, identifiers: {slug: login}, attrs: {name: L, title: L, designation: authentication}}
    - {model: authentik_stages_identification.identificationstage, id: who, identifiers: {name: who}, attrs: {user_fields: [username]}}
    - {model: authentik_stages_password.passwordstage, id: password, identifiers: {name: password}, attrs: {backends: [authentik.core.auth.InbuiltBackend]}}
    - {model: authentik_stages_prompt.prompt, id: city, identifiers: {name: city}, attrs: {field_key: city, label: City, type: text, required: true}}
    - {model: authentik_stages_prompt.prompt, id: news, identifiers: {name: news}, attrs: {field_key: newsletter, label: News, type: checkbox, required: true}}
    - {model: authentik_stages_prompt.promptstage, id: ask, identifiers: {name: ask}, attrs: {fields: [!KeyOf city, !KeyOf news]}}
    - {model: authentik_stages_authenticator_totp.authenticatortotpstage, id: totp, identifiers: {name: totp}, attrs: {digits: 6}}
    - model: authentik_stages_authenticator_validate.authenticatorvalidatestage
      id: second
      identifiers: {name: second}
      attrs: {not_configured_action: configure, configuration_stages: [!KeyOf totp]}
    - {model: authentik_stages_email.emailstage, id: mail, identifiers: {name: mail}, attrs: {use_global_settings: true}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf who, order: 10}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf password, order: 20}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf ask, order: 30}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf second, order: 40}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf mail, order: 40}}
    - {model: authentik_flows.flow, id: part, identifiers: {slug: part}, attrs: {title: P}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf part, stage: !KeyOf mail, order: 0}}

    """

  private static func findings(
    _ text: String, blueprint: String = blueprint, version: EmbeddedCatalog = .v2026_5_rc1
  ) throws -> [String] {
    let catalog = try version.shared()
    let file = BlueprintFiles.File(
      source: SourceText(file: "b.yaml", bytes: Array(blueprint.utf8)), isNamed: true)
    let options = DesiredSet.Options(isOffline: true)
    let desired = DesiredSet([file], catalog: catalog, options: options)
    try #require(!desired.diagnostics.hasErrors, "\(desired.diagnostics)")
    let set = FlowTestSet([TestText.file(text)], catalog: catalog, options: options)
    try #require(set.diagnostics.isEmpty, "\(set.diagnostics)")
    return FlowTestCheck.findings(set.tests, against: desired, catalog).map { finding in
      #expect(finding.code == .test)
      let place = finding.location.map { "\($0.line):\($0.column)" } ?? "-"
      return "\(place): \(finding.severity.rawValue): \(finding.message)"
    }
  }

  private static func findings(steps: String, ends: String = "denied") throws -> [String] {
    try findings(TestText.test("steps:\n" + steps, ends: ends))
  }

  private static let who = "- {stage: identification, answer: {uid_field: a}}"
  private static let wrong = "- {stage: password, answer: {password: b}, errors: {}}"

  @Test(arguments: [
    "\(who)\n- {stage: password, answer: {password: b}}\n- {stage: prompt, fields: [city, newsletter], answer: {city: c}}",
    "\(who)\n\(wrong)\n\(wrong)\n- {stage: deny}", "- {stage: password, answer: {password: b}}",
    // The run may begin again after a refusal.
    "\(who)\n\(wrong)\n\(who)\n- {stage: password, answer: {password: b}}",
    // The same order: any of the two may come first.
    "- {stage: email, answer: {}, errors: {}}\n- {stage: authenticator_validate, devices: [totp], answer: {code: '1'}}",
    "- {stage: authenticator_validate, answer: {selected_stage: x}}\n- {stage: authenticator_totp, answer: {code: '1'}}",
    "- {stage: consent}\n- {stage: session-end}", "- stage: flow-error",
    "- {stage: identification, answer: {passkey: {}}}",
    "- {stage: prompt, answer: {newsletter: true}, errors: {}}",
  ])
  func whatARunMayDoIsNoFinding(steps: String) throws {
    #expect(try Self.findings(steps: steps) == [])
  }

  @Test(arguments: [
    (
      "- stage: dummy",
      "6:12: error: the flow `login` does not bind a stage `dummy`; it binds identification, password, prompt, authenticator_validate, email"
    ),
    (
      "- {stage: password, answer: {password: b}}\n\(who)",
      "7:13: error: the flow binds `identification` before `password`, so it does not come here"
    ),
    (
      "\(who)\n\(who)",
      "7:13: error: the flow binds `identification` once, and it is asked again only after a refusal"
    ),
    (
      "- {stage: identification, answer: {uid_feld: a}}",
      "6:38: error: the stage `identification` takes no `uid_feld`; did you mean `uid_field`?"
    ),
    (
      "- {stage: identification, answer: {}}",
      "6:37: warning: the answer lacks `uid_field`, so the server refuses it; add it, or expect `errors`"
    ),
    ("- {stage: email, answer: {code: x}}", "error: the stage `email` takes no `code`; its answer is empty"),
    (
      "- {stage: prompt, answer: {citty: c}}",
      "error: the stage `prompt` takes no `citty`; did you mean `city`?"
    ),
    ("- {stage: prompt, answer: {newsletter: false}}", "warning: the answer lacks `city`, so"),
    (
      "- {stage: prompt, fields: [town], answer: {city: c}}",
      "6:29: error: the prompt has no field `town`; it has city, newsletter"
    ),
    (
      "- {stage: authenticator_validate, devices: [tottp], answer: {code: '1'}}",
      "error: there is no kind of device `tottp`; did you mean `totp`?"
    ),
    ("- {stage: authenticator_sms, answer: {code: '1'}}", "does not bind a stage `authenticator_sms`"),
  ])
  func whatNoRunDoesIsFound(steps: String, message: String) throws {
    let findings = try Self.findings(steps: steps)
    #expect(findings.contains { $0.contains(message) }, "\(findings)")
  }

  @Test func anEndIsLookedAtToo() throws {
    #expect(
      try Self.findings(TestText.test("", ends: "dummy")) == [
        "4:9: error: the flow `login` does not bind a stage `dummy`; it binds identification, password, prompt, authenticator_validate, email"
      ])
    #expect(
      try Self.findings(TestText.test("", ends: "signed-in")) == [
        "4:9: warning: the flow `login` binds no stage `user_login`, so nobody is signed in at its end"
      ])
  }

  @Test(arguments: [
    (
      "logn",
      "3:9: warning: no blueprint describes the flow `logn`, so the test needs a server that has it; did you mean `login`?"
    ),
    ("default-authentication-flw", "did you mean `default-authentication-flow`?"),
    ("default-authentication-flow", ""), ("part", ""),
  ])
  func aFlowIsDescribedOrShipped(slug: String, message: String) throws {
    // Only the blueprints' own flow can be judged by its stages: others may bind more.
    let findings = try Self.findings(
      "tests:\n- name: a\n  flow: \(slug)\n  ends: denied\n  steps: [{stage: dummy}]\n")
    #expect(message.isEmpty ? findings == [] : findings.contains { $0.contains(message) }, "\(findings)")
  }

  @Test func aSetWithoutFlowsSaysNothingOfThem() throws {
    let text = "tests: [{name: a, flow: anything, ends: denied}]"
    #expect(try Self.findings(text, blueprint: "version: 1\nentries: []\n") == [])
  }

  @Test func anOlderVersionLacksStages() throws {
    let text = "tests: [{name: a, flow: part, ends: denied, steps: [{stage: redirect}]}]"
    #expect(
      try Self.findings(text, version: .v2024_8) == [
        "1:61: error: authentik 2024.8.2 has no stage `redirect`"
      ])
    #expect(try Self.findings(text) == [])
  }
}
