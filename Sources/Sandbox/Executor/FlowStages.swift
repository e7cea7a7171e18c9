/// The stages that the sandbox runs, by model.
enum FlowStages {
  static let byModel: [String: any FlowStage] = [
    "authentik_stages_authenticator_static.authenticatorstaticstage": StaticSetupStage(),
    "authentik_stages_authenticator_totp.authenticatortotpstage": TimedSetupStage(),
    "authentik_stages_authenticator_validate.authenticatorvalidatestage": ValidationStage(),
    "authentik_stages_deny.denystage": DenyStage(),
    "authentik_stages_dummy.dummystage": DummyStage(),
    "authentik_stages_prompt.promptstage": PromptStage(),
  ]
}
