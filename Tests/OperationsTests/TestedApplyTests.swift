import Applying
import Blueprints
import Model
import Operations
import Planning
import State
import Synchronization
import TestSupport
import Testing

/// An apply whose flows are tested afterwards, and that takes itself back.
struct TestedApplyTests {
  /// A login and a recovery with everything that flows consist of.
  static let whole = """
    version: 1
    entries:
    - {model: authentik_flows.flow, id: login, identifiers: {slug: login}, attrs: {name: L, title: L, designation: authentication}}
    - {model: authentik_flows.flow, id: recovery, identifiers: {slug: recovery}, attrs: {name: R, title: R, designation: recovery}}
    - {model: authentik_stages_password.passwordstage, id: password, identifiers: {name: password}, attrs: {backends: [authentik.core.auth.InbuiltBackend]}}
    - {model: authentik_stages_identification.identificationstage, id: who, identifiers: {name: who}, attrs: {user_fields: [username], password_stage: !KeyOf password, recovery_flow: !KeyOf recovery}}
    - {model: authentik_stages_user_login.userloginstage, id: in, identifiers: {name: in}}
    - {model: authentik_stages_prompt.prompt, id: field, identifiers: {name: field}, attrs: {field_key: a, label: A, type: text}}
    - {model: authentik_stages_prompt.prompt, id: note, identifiers: {name: note}, attrs: {field_key: n, label: N, type: text}}
    - {model: authentik_policies_dummy.dummypolicy, id: agree, identifiers: {name: agree}, attrs: {result: true}}
    - {model: authentik_stages_prompt.promptstage, id: ask, identifiers: {name: ask}, attrs: {fields: [!KeyOf field, !KeyOf note], validation_policies: [!KeyOf agree]}}
    - {model: authentik_core.group, id: staff, identifiers: {name: staff}}
    - {model: authentik_flows.flowstagebinding, id: first, identifiers: {target: !KeyOf login, stage: !KeyOf who, order: 10}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf in, order: 20}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf recovery, stage: !KeyOf ask, order: 10}}
    - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf first, policy: !KeyOf agree, order: 0}}
    - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf login, group: !KeyOf staff, order: 1}}
    """

  static func without(_ parts: String...) -> String {
    whole.split(separator: "\n").filter { line in !parts.contains { line.contains($0) } }.joined(
      separator: "\n")
  }

  /// Each change of a login flow, and the flows that it touches.
  static let changes: [(String, String, [String])] = [
    ("another title", whole.replacing("title: L", with: "title: Other"), ["login"]),
    (
      "another order", whole.replacing("stage: !KeyOf in, order: 20", with: "stage: !KeyOf in, order: 5"),
      ["login"]
    ),
    ("no login stage", without("stage: !KeyOf in"), ["login"]),
    ("another stage", whole.replacing("user_fields: [username]", with: "user_fields: [email]"), ["login"]),
    (
      "a stage inside of a stage",
      whole.replacing(
        "id: password, identifiers: {name: password}, attrs: {",
        with: "id: password, identifiers: {name: password}, attrs: {failed_attempts_before_cancel: 2, "),
      ["login"]
    ),
    ("a denying policy", whole.replacing("result: true", with: "result: false"), ["login", "recovery"]),
    ("another prompt", whole.replacing("label: A", with: "label: B"), ["recovery"]),
    (
      "a group",
      whole.replacing(
        "identifiers: {name: staff}", with: "identifiers: {name: staff}, attrs: {is_superuser: true}"),
      ["login"]
    ),
    (
      "a policy binding",
      whole.replacing(
        "group: !KeyOf staff, order: 1", with: "group: !KeyOf staff, order: 1}, attrs: {negate: true"),
      ["login"]
    ),
    (
      "a flow that is gone",
      without("slug: recovery", "recovery_flow", "KeyOf who", "KeyOf recovery", "KeyOf first"), ["login"]
    ),
    (
      "a prompt that is gone",
      without("id: note").replacing(", !KeyOf note]", with: "]"), ["recovery"]
    ),
    (
      "a policy that is gone from a list",
      without("id: agree", "policy: !KeyOf agree").replacing(
        ", validation_policies: [!KeyOf agree]", with: ""),
      ["login", "recovery"]
    ),
    (
      "everything gone but the stages",
      without("flow, id", "flowstagebinding", "policybinding", "recovery_flow"), []
    ),
  ]

  @Test(arguments: changes) func theTestsOfTouchedFlowsRun(
    name: String, changed: String, flows: [String]
  ) async throws {
    let tested = try TestedScene(Self.whole)
    _ = try await tested.done(passes: true)
    #expect(tested.names == [["a login", "a recovery"]], "a new flow is tested as well")
    try tested.scene.write(changed)
    let plan = try await tested.scene.plan(tested.request(), tested.scene.session())
    #expect(plan.tests.map(\.flow) == flows)
    let before = try await tested.objects()
    let state = try tested.scene.store.load().snapshot
    let done = try await tested.done(passes: false)
    guard !flows.isEmpty else {
      #expect(tested.moments == [.applied] && done.isComplete)
      return
    }
    #expect(done.outcome.tests == .failed && done.outcome.isRolledBack && !done.isComplete)
    #expect(done.outcome.notUndone == 0 && done.outcome.failed == 0)
    #expect(tested.moments == [.applied, .applied, .rolledBack])
    #expect(tested.names[1] == tested.names[2])
    let after = try await tested.objects()
    for path in before.keys {
      #expect(after[path, default: []].subtracting(before[path] ?? []).sorted() == [], "new")
      #expect(before[path, default: []].subtracting(after[path] ?? []).sorted() == [], "gone")
    }
    #expect(Set(try tested.scene.store.load().snapshot.resources.keys) == Set(state.resources.keys))
    // The old blueprints are in force again: an apply of them writes nothing.
    try tested.scene.write(Self.whole)
    let again = try await tested.scene.plan(tested.request(), tested.scene.session())
    #expect(!again.summary.hasChanges, "\(again.changes.writes.map { ($0.action, $0.address) })")
  }

  /// With any other way, the changes stay, and the apply fails.
  @Test(arguments: [OnFailure.stop, .continue]) func aFailedTestFailsTheApply(_ way: OnFailure) async throws {
    let tested = try TestedScene(Self.whole)
    let done = try await tested.done(passes: false, onFailure: way)
    #expect(done.outcome.tests == .failed && !done.outcome.isRolledBack && !done.isComplete)
    #expect(try await tested.scene.slugs().contains("login"))
    #expect(tested.moments == [.applied])
  }

  @Test func anApplyWithoutChangesTestsNothing() async throws {
    let tested = try TestedScene(Self.whole)
    _ = try await tested.apply(passes: true)
    let done = try await tested.done(passes: false)
    #expect(done.outcome.tests == nil && done.isComplete && tested.moments == [.applied])
  }

  @Test func aSavedPlanIsTestedToo() async throws {
    let tested = try TestedScene(Self.whole)
    let plan = try await tested.scene.savedPlan()
    _ = try await tested.apply(
      passes: true, source: .saved(plan, path: tested.scene.planPath, tested.request()))
    #expect(tested.names == [["a login", "a recovery"]])
  }

  /// A test that cannot run must not be missed only after the apply.
  @Test func mistakesInTestFilesPreventTheApply() async throws {
    let tested = try TestedScene(Self.whole)
    try tested.scene.write("tests:\n- {name: a, flow: login, ends: nowhere}\n", to: "a.flowtest.yaml")
    guard case .invalid(let findings) = try await tested.apply(passes: true) else {
      Issue.record("applied")
      return
    }
    #expect(findings.first?.message.contains("nowhere") == true)
    #expect(try await !tested.scene.slugs().contains("login"))
  }

  /// Two objects of one list that are deleted side by side, in a list that the plan does not know.
  @Test func severalItemsOfAListComeBack() async throws {
    let tested = try TestedScene(Self.whole)
    _ = try await tested.apply(passes: true)
    var fields: [Value] = []
    for name in ["one", "two"] {
      let made = try await tested.scene.add(
        ["name": .string(name), "field_key": .string(name), "label": "L", "type": "text"],
        to: "/stages/prompt/prompts/")
      fields.append(made["pk"] ?? .null)
    }
    for name in ["both", "second"] {
      try await tested.scene.add(
        ["name": .string(name), "fields": .list(name == "both" ? fields : [fields[1]])],
        to: "/stages/prompt/stages/")
    }
    let before = try await tested.objects()
    try tested.scene.write(Self.whole + "\n" + Self.prompts)
    let done = try await tested.done(passes: false)
    #expect(done.outcome.isRolledBack && done.outcome.notUndone == 0, "\(done.outcome)")
    #expect(try await tested.objects() == before)
  }

  /// Deletes of two prompts, and a change of the login so that tests run.
  private static let prompts = """
    - {model: authentik_stages_prompt.prompt, state: absent, identifiers: {name: one}}
    - {model: authentik_stages_prompt.prompt, state: absent, identifiers: {name: two}}
    - {model: authentik_stages_dummy.dummystage, id: dummy, identifiers: {name: dummy}}
    - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf login, stage: !KeyOf dummy, order: 99}}
    """

  /// A run that was asked to end before its tests is no success.
  @Test func aStopBeforeTheTestsIsAnInterruption() async throws {
    let tested = try TestedScene(Self.whole)
    let stop = StopSignal()
    let last = "authentik_policies.policybinding"
    let done = try await tested.done(
      passes: true, stop: stop,
      report: { event in
        if case .finished(let address, _, _) = event, address.model == last { stop.request() }
      })
    #expect(done.outcome.tests == nil && done.outcome.isInterrupted && !done.isComplete)
  }

  /// A failed test is undone, also if the run was asked to end in the meantime.
  @Test func aStopDuringTheTestsDoesNotKeepABrokenLogin() async throws {
    let tested = try TestedScene(Self.whole)
    let stop = StopSignal()
    let done = try await tested.done(passes: false, stop: stop, duringTests: { stop.request() })
    #expect(done.outcome.isRolledBack && done.outcome.notUndone == 0)
    #expect(try await !tested.scene.slugs().contains("login"))
  }

  /// The rollback sets a reference back, and leaves what somebody else has changed in the meantime.
  @Test func whatOthersHaveChangedStays() async throws {
    let tested = try TestedScene(Self.whole)
    _ = try await tested.apply(passes: true)
    let brand = try await tested.scene.add(
      ["domain": "a.example", "flow_recovery": try await tested.scene.flow("recovery")["pk"] ?? .null],
      to: "/core/brands/")
    let path = "/core/brands/\(brand["brand_uuid"]?.string ?? "")/"
    try tested.scene.write(
      Self.without("slug: recovery", "target: !KeyOf recovery")
        .replacing(", recovery_flow: !KeyOf recovery", with: ", recovery_flow: null"))
    let scene = tested.scene
    let hasChanged = Atomic(false)
    let done = try await tested.done(
      passes: false,
      duringTests: {
        // The tests run once more after the rollback.
        guard hasChanged.exchange(true, ordering: .relaxed) == false else { return }
        try? await scene.change(path, ["branding_title": "by hand"])
      })
    #expect(done.outcome.isRolledBack && done.outcome.notUndone == 0)
    let after = try await scene.object(path)
    #expect(after["branding_title"] == "by hand")
    #expect(after["flow_recovery"] == (try await scene.flow("recovery")["pk"]))
  }

  @Test func whatCannotBeReadIsNamed() async throws {
    let user =
      "- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, password: pw-ada-1}}"
    let tested = try TestedScene(Self.whole + "\n" + user)
    _ = try await tested.apply(passes: true)
    try tested.scene.write(Self.whole.replacing("title: L", with: "title: Other"))
    let events = Mutex<[ApplyEvent]>([])
    let done = try await tested.done(passes: false, report: { event in events.withLock { $0.append(event) } })
    #expect(done.outcome.notUndone == 1)
    let reasons = events.withLock { $0 }.compactMap { event in
      if case .notUndone(_, _, let reason, _) = event { reason } else { nil }
    }
    #expect(reasons == ["it exists again, but without `password`, which cannot be read"])
    let users = try await tested.scene.object("/core/users/")["results"]?.list ?? []
    #expect(users.contains { $0["username"] == "ada" })
  }

  /// What was deleted together with an object, and what lost its reference to it.
  @Test func whatDependedOnADeletedObjectComesBack() async throws {
    let tested = try TestedScene(Self.whole)
    _ = try await tested.apply(passes: true)
    let flow = try await tested.scene.flow("recovery")
    try await tested.scene.add(
      ["domain": "a.example", "flow_recovery": flow["pk"] ?? .null], to: "/core/brands/")
    try await tested.scene.add(
      [
        "target": flow["policybindingmodel_ptr_id"] ?? .null, "group": try await tested.scene.group("staff"),
        "order": 7,
      ],
      to: "/policies/bindings/")
    let login = try await tested.scene.flow("login")
    try await tested.scene.add(
      [
        "target": login["policybindingmodel_ptr_id"] ?? .null,
        "policy": try await tested.scene.policy("agree"), "order": 9,
      ],
      to: "/policies/bindings/")
    let before = try await tested.objects()
    let changed = Self.without(
      "slug: recovery", "target: !KeyOf recovery", "id: agree", "policy: !KeyOf agree"
    )
    .replacing(", recovery_flow: !KeyOf recovery", with: ", recovery_flow: null")
    .replacing("validation_policies: [!KeyOf agree]", with: "validation_policies: []")
    try tested.scene.write(changed)
    let events = Mutex<[ApplyEvent]>([])
    let done = try await tested.done(passes: false, report: { event in events.withLock { $0.append(event) } })
    #expect(done.outcome.isRolledBack && done.outcome.notUndone == 0, "\(events.withLock { $0 })")
    #expect(try await tested.objects() == before)
  }
}
