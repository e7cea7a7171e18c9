import Model
import OrderedCollections
import Remote
import RemoteSupport
import Testing

@testable import FlowTesting

@Suite struct FlowEffectsTests {
  private func api(_ models: String...) -> LiveAPI {
    let bindings = models.map { Value.map(["stage_obj": ["meta_model_name": .string($0)]]) }
    return ScriptedTransport { request, _ in
      switch request.path {
      case "/flows/instances/acme-login/": .json(200, ["pk": "f1"])
      case "/flows/bindings/":
        request.query.first.map { $0 == ("target", "f1") } ?? false
          ? .page(bindings) : .json(400, [:])
      default: .json(404, ["detail": "Not found."])
      }
    }.api()
  }

  @Test func aTestThatChangesNothingRuns() async {
    let api = api(
      "authentik_stages_identification.identificationstage", "authentik_stages_password.passwordstage",
      "authentik_stages_user_login.userloginstage",
      "authentik_stages_authenticator_validate.authenticatorvalidatestage")
    #expect(await FlowEffects(of: .made(ends: .signedOut), api).reason(isProtected: false) == nil)
  }

  @Test(arguments: [
    ("authentik_stages_user_write.userwritestage", "`user_write`, which creates or changes users"),
    ("authentik_stages_user_delete.userdeletestage", "`user_delete`, which deletes the user"),
    ("authentik_stages_email.emailstage", "`email`, which sends e-mails"),
    ("authentik_stages_invitation.invitationstage", "`invitation`, which spends invitations"),
    (
      "authentik_stages_authenticator_totp.authenticatortotpstage",
      "`authenticator_totp`, which sets up a device"
    ),
  ])
  func aStageThatChangesSomethingIsNamed(model: String, what: String) async {
    let reason = await FlowEffects(of: .made(ends: .signedOut), api(model)).reason(isProtected: false)
    #expect(reason == "the flow has the stage \(what); --allow-writes runs the test")
  }

  /// A validation stage may lead to a set-up that the flow does not bind.
  @Test func theTestsOwnStepsCount() async {
    let test = FlowTest.made(.at("authenticator_static"), ends: .signedOut)
    #expect(
      await FlowEffects(of: test, api()).reason(isProtected: false)?.contains("`authenticator_static`")
        == true)
  }

  /// The flow's challenge is asked for by nobody before that is known: to look at `user_delete` is to run it.
  @Test func aSkippedTestAsksTheFlowForNothing() async throws {
    let browser = ScriptedBrowser(.redirect(to: "/"))
    let api = api("authentik_stages_user_delete.userdeletestage")
    let results = try await run(.made(ends: .signedOut), at: browser, api: api, allowsWrites: false)
    #expect(
      results.map(\.verdict) == [
        .skipped("the flow has the stage `user_delete`, which deletes the user; --allow-writes runs the test")
      ])
    #expect(browser.requests.isEmpty)
    let allowed = try await run(.made(ends: .signedOut), at: browser, api: api)
    #expect(allowed.map(\.verdict) == [.passed])
  }

  @Test func anUnknownFlowIsLeftToTheWalk() async {
    #expect(
      await FlowEffects(of: .made(ends: .signedOut, flow: "gone"), api()).reason(isProtected: false) == nil)
  }

  @Test func bindingsThatCannotBeReadAreTold() async throws {
    let api = ScriptedTransport(.json(403, ["detail": "no"])).api()
    let browser = ScriptedBrowser(.redirect(to: "/"))
    let results = try await run(.made(ends: .signedOut), at: browser, api: api, allowsWrites: false)
    #expect(
      results.map(\.verdict) == [
        .skipped(
          "whether the test changes anything is not known, since the flow's stages cannot be read: the token lacks the permission authentik_flows.view_flow; grant it to the token's user; --allow-writes runs the test all the same"
        )
      ])
  }

  @Test func everyEffectIsOfAStage() {
    for effect in StageEffect.table { #expect(StageKind.names.contains(effect.stage.name)) }
    let setUps = StageKind.names.filter { $0.hasPrefix("authenticator_") && $0 != "authenticator_validate" }
    for name in setUps { #expect(StageEffect.of(StageKind(name)) != nil, "\(name)") }
  }
}
