/// The stages that the sandbox runs, by model.
enum FlowStages {
  static let byModel: [String: any FlowStage] = [
    "authentik_stages_authenticator_static.authenticatorstaticstage": StaticSetupStage(),
    "authentik_stages_authenticator_totp.authenticatortotpstage": TimedSetupStage(),
    "authentik_stages_authenticator_validate.authenticatorvalidatestage": ValidationStage(),
    "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage": KeySetupStage(),
    "authentik_stages_captcha.captchastage": CaptchaStage(),
    "authentik_stages_consent.consentstage": ConsentStage(),
    "authentik_stages_deny.denystage": DenyStage(),
    "authentik_stages_dummy.dummystage": DummyStage(),
    "authentik_stages_email.emailstage": EmailStage(),
    "authentik_stages_identification.identificationstage": IdentificationStage(),
    "authentik_stages_invitation.invitationstage": InvitationStage(),
    "authentik_stages_password.passwordstage": PasswordStage(),
    "authentik_stages_prompt.promptstage": PromptStage(),
    "authentik_stages_redirect.redirectstage": RedirectStage(),
    "authentik_stages_user_delete.userdeletestage": UserDeleteStage(),
    "authentik_stages_user_login.userloginstage": UserLoginStage(),
    "authentik_stages_user_logout.userlogoutstage": UserLogoutStage(),
    "authentik_stages_user_write.userwritestage": UserWriteStage(),
  ]
}
