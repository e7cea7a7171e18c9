import FlowTesting

/// How the recorded runs end, by what the summary of the recordings says of them.
///
/// `in NAME`: signed in. `out`: over, and nobody is signed in. `to PATTERN`: a redirect, where the recording did not ask who is
/// signed in. `denied PATTERN`. `at STAGE`: waits there. `error`: the server fails, so no test can pass.
enum RecordedEnds {
  enum End: Sendable {
    case end(ExpectedEnd)
    case error
  }

  /// By the runs' names, for a file of a version. A name that comes again has a number: `begin (2)`.
  static func of(_ version: String, _ file: String) -> [String: End] {
    var section = ""
    var ends: [String: End] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") {
        section = String(line.dropFirst(3))
        continue
      }
      guard section == file else { continue }
      let parts = line.split(separator: " => ", maxSplits: 1).map(String.init)
      var name = parts[0]
      if let prefix = ["2024.8: ", "2026.5: "].first(where: name.hasPrefix) {
        guard prefix.hasPrefix(version) else { continue }
        name = String(name.dropFirst(prefix.count))
      }
      ends[name] = end(parts[1])
    }
    return ends
  }

  private static func end(_ text: String) -> End {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    return switch words[0] {
    case "in": .end(.signedIn(user: rest, groups: nil))
    case "out": .end(.signedOut)
    case "to": .end(.redirected(to: TextPattern(rest)))
    case "denied": .end(.denied(message: TextPattern(rest)))
    case "at": .end(.stage(StageKind(rest)))
    default: .error
    }
  }

  private static let text = #"""
    ## 00-protocol
    first GET, no cookies => at password
    GET of another flow with the same session => denied Flow does not apply to current user.
    GET after the cancel: from the beginning => at password
    back to the first flow: its plan is gone, from the beginning => at identification
    POST with no session at all: planned and answered at once => at password
    begin => at password
    cookies lost between two steps: the password goes to the identification stage => at identification
    an empty object => at identification
    ## 01-login
    right password: begin => in ffx-login
    the same flow again, signed in already => at identification
    signed in: POST with the CSRF header => at password
    sign out => to /
    sign out, not signed in => to /
    over https from the beginning => to /
    a relative next: begin => in ffx-login
    an absolute next: begin => denied Invalid next URL
    a protocol-relative next: begin => denied Invalid next URL
    an empty next: begin => denied Invalid next URL
    by e-mail address: begin => to /
    a stage after the login stage: user name => to /
    ## 02-login-wrong
    2024.8: begin => denied Unknown error
    2026.5: begin => denied Invalid password
    2024.8: GET after the denial: from the beginning => denied Unknown error
    2026.5: GET after the denial: from the beginning => to /
    2024.8: second run: then the right password => at identification
    2024.8: unknown user, pretend_user_exists true: begin => denied Unknown error
    2026.5: unknown user, pretend_user_exists true: begin => at password
    inactive user: begin => at password
    user without a password: user name => at password
    2024.8: pretend_user_exists false: begin => denied Unknown error
    2026.5: pretend_user_exists false: begin => at password
    show_matched_user false: begin => to /
    a flow without a login stage: user name => out
    a flow with only a login stage: nobody to sign in => denied Unknown error
    a flow with a password stage and nobody pending => denied Unknown error
    ## 03-login-combined
    begin: password_fields is true => in ffx-combined
    combined and a password stage after it: begin => to /
    default flow with password_stage: begin => in ffx-combined
    ## 04-login-remember
    begin => in ffx-remember
    begin (2) => in ffx-remember
    begin (3) => at user_login
    a session of two seconds that ends the others: user name => in ffx-remember
    ## 05-mfa-static
    static set-up, not signed in => denied Flow does not apply to current user.
    no device yet: not_configured_action skip: begin => in ffx-static
    static set-up: begin => to /
    with a device: begin => in ffx-static
    second time: begin => in ffx-static
    wrong codes: begin => at authenticator_validate
    after the devices were deleted: begin => to /
    ## 06-mfa-not-configured
    skip-0: user name => in ffx-nomfa
    deny-0: user name => denied No (allowed) MFA authenticator configured.
    configure-1: user name => in ffx-nomfa
    configure-2: user name => in ffx-nomfa
    a validation stage before anybody is known => denied Unknown error
    passwordless: a webauthn challenge for nobody in particular => at authenticator_validate
    an unknown user, pretended, at a validation stage => denied No (allowed) MFA authenticator configured.
    ## 07-mfa-totp
    sign in: begin => to /
    TOTP set-up: begin => to /
    with TOTP: begin => in ffx-totp
    once more: begin => in ffx-totp
    static set-up: begin => to /
    last_auth_threshold: user name => in ffx-totp
    sign out => to /
    last_auth_threshold, the cookie kept: user name => in ffx-totp
    ## 08-enrollment
    begin => denied Unknown error
    GET after it => at prompt
    with a user name: begin => in ffx-ada
    the flow again, signed in (require_unauthenticated) => denied Flow does not apply to current user.
    second enrollment with the same name: begin => at prompt
    the user name as plain text: begin => denied Failed to update user. Please try again later.
    the user name as plain text: a free one, no password => in ffx-bob
    2024.8: create_users_as_inactive: the login stage refuses => out
    2026.5: create_users_as_inactive: the login stage refuses => denied Unknown error
    never_create with nobody pending => denied No user found and can't create new user.
    a user_write stage with no data => denied No Pending data.
    ## 09-prompt-types
    every type: begin => to /
    every type: the other choice => to /
    2024.8: a dropdown whose choices have labels (2024.8 does not know them) => error
    2026.5: a dropdown whose choices have labels (2024.8 does not know them) => to /
    a placeholder expression that fails => to /
    a validation policy that raises an error => at prompt
    ## 10-recovery
    begin => at email
    unknown user: looks the same => at email
    a user without an address => error
    the e-mail's link, flow_token in every request: the link in a new browser => in ffx-lost
    the link a second time => at identification
    sign in with 'a new password': begin => in ffx-lost
    sign in with 'a newer password': begin => at password
    a wrong flow_token => at identification
    the link of the API: the flow asks who you are all the same => at identification
    the link of the API: the prompt at once => in ffx-lost
    the link of the API a second time => at identification
    with a recovery flow on the brand: begin => at password
    an identification stage with a recovery flow => at identification
    an e-mail stage with nobody pending => denied Unknown error
    ## 11-invitation
    no token => denied Invalid invite/invite not found
    a token that is no UUID => denied Invalid invite/invite not found
    an unknown token => denied Invalid invite/invite not found
    a token of another flow => denied Invalid invite/invite not found
    2024.8: an expired token => at prompt
    2026.5: an expired token => denied Invalid invite/invite not found
    no token, continue_flow_without_invitation => at prompt
    a good token: its data fill the prompts => in ffx-grace
    the used token a second time => denied Invalid invite/invite not found
    a token for many, as token= => at prompt
    ## 12-stages
    dummy: begin => to /
    an error in a stage, as anonymous => error
    a superuser signs in: begin => to /
    an error in a stage, as a superuser => error
    deny stage with a message => denied Closed today.
    deny stage without a message => denied Unknown error
    consent, not signed in => at consent
    for consent: begin => to /
    consent: begin => at dummy
    user_logout, then a dummy: the plan is gone with the session? => at dummy
    for the logout: begin => to /
    user_logout alone, with next => to /
    captcha with Google's test keys (no network) => at captcha
    captcha with a service of our own => at dummy
    user_delete, not signed in => denied Flow does not apply to current user.
    user_delete with nobody pending => denied Unknown error
    for the deletion: begin => to /
    user_delete: at once, on a GET => to /
    2026.5: captcha inside the identification stage => at dummy
    2026.5: redirect stage to a fixed address, with a stage after it => to https://example.com/bye
    2026.5: POST to a redirect stage: goes past it => to https://example.com/bye
    2026.5: redirect stage to a flow => to /if/flow/ffx-target/
    2026.5: the flow it leads to => at dummy
    2026.5: require_redirect, come to directly => denied Flow does not apply to current user.
    2026.5: redirect stage to a flow that requires a redirect => to /if/flow/ffx-needs-redirect/
    2026.5: the flow that requires a redirect => at dummy
    2026.5: redirect stage to a flow that does not apply => error
    ## 13-inspector
    anonymous run: begin => at identification
    an ordinary user: begin => to /
    ordinary user: a run => at prompt
    a superuser: begin => to /
    superuser: a run => to /
    superuser runs a login flow: begin => at password
    ## 14-execute-as
    the executor with that cookie and no token => in akadmin
    the executor with that cookie => in ffx-puppet
    a superuser: begin => in ffx-puppet
    a flow as the impersonated user => at prompt
    the flow that requires somebody signed in => at dummy
    ## 15-not-applicable
    an ordinary user: begin => to /
    a superuser: begin => to /
    authentication none, anonymous => at dummy
    authentication none, a user => at dummy
    authentication none, a superuser => at dummy
    authentication require_authenticated, anonymous => denied Flow does not apply to current user.
    authentication require_authenticated, a user => at dummy
    authentication require_authenticated, a superuser => at dummy
    authentication require_unauthenticated, anonymous => at dummy
    authentication require_unauthenticated, a user => denied Flow does not apply to current user.
    authentication require_unauthenticated, a superuser => denied Flow does not apply to current user.
    authentication require_superuser, anonymous => denied Flow does not apply to current user.
    authentication require_superuser, a user => denied Flow does not apply to current user.
    authentication require_superuser, a superuser => at dummy
    authentication require_outpost, anonymous => denied Flow does not apply to current user.
    authentication require_outpost, a user => denied Flow does not apply to current user.
    authentication require_outpost, a superuser => denied Flow does not apply to current user.
    require_outpost with the outpost headers and the admin's token => denied Flow does not apply to current user.
    require_outpost as the embedded outpost => at dummy
    denied_action message, authentication => denied Not on a Sunday.
    denied_action message, authentication, with next => denied Not on a Sunday.
    2024.8: denied_action message, authentication, signed in => denied Not on a Sunday.
    2026.5: denied_action message, authentication, signed in => to /if/user/
    denied_action message, stage_configuration => denied Not on a Sunday.
    denied_action message, stage_configuration, with next => denied Not on a Sunday.
    denied_action message, stage_configuration, signed in => denied Not on a Sunday.
    denied_action message_continue, authentication => denied Not on a Sunday.
    denied_action message_continue, authentication, with next => denied Not on a Sunday.
    2024.8: denied_action message_continue, authentication, signed in => denied Not on a Sunday.
    2026.5: denied_action message_continue, authentication, signed in => to /if/user/
    denied_action message_continue, stage_configuration => denied Not on a Sunday.
    denied_action message_continue, stage_configuration, with next => denied Not on a Sunday.
    denied_action message_continue, stage_configuration, signed in => denied Not on a Sunday.
    denied_action continue, authentication => to /
    denied_action continue, authentication, with next => to /
    2024.8: denied_action continue, authentication, signed in => to /
    2026.5: denied_action continue, authentication, signed in => to /if/user/
    denied_action continue, stage_configuration => to /
    denied_action continue, stage_configuration, with next => to /
    denied_action continue, stage_configuration, signed in => to /
    a flow with a policy: mute => denied Flow does not apply to current user.
    POST to a flow with a policy: mute => denied Flow does not apply to current user.
    a flow with a policy: fails => denied division by zero
    POST to a flow with a policy: fails => denied division by zero
    a flow with a policy: fails-true => at dummy
    POST to a flow with a policy: fails-true => to /
    a flow with a policy: yes => at dummy
    POST to a flow with a policy: yes => to /
    a flow with a policy: negated => at dummy
    POST to a flow with a policy: negated => to /
    a flow with a policy: off => at dummy
    POST to a flow with a policy: off => to /
    2024.8: a flow bound to a group, anonymous => denied 'AnonymousUser' object has no attribute 'all_groups'
    2026.5: a flow bound to a group, anonymous => denied Flow does not apply to current user.
    a flow bound to a group, not a member => denied Flow does not apply to current user.
    a flow bound to a group, a member => at dummy
    2026.5: authentication require_redirect, anonymous => denied Flow does not apply to current user.
    2026.5: authentication require_redirect, a user => denied Flow does not apply to current user.
    2026.5: authentication require_redirect, a superuser => denied Flow does not apply to current user.
    ## 16-stage-policies
    stage two has a policy that says no (plan-once): begin => at dummy
    stage two has a policy that says no (noplan-again): begin => at dummy
    stage two has a policy that says no (plan-again): begin => at dummy
    the only stage is skipped while planning: an empty plan => to /
    the same with next => to /if/user/
    the only stage is skipped when it is reached => to /
    a flow without stages => to /
    POST to a flow without stages => to /
    stage two has a policy that raises an error: begin => to /
    a policy sets context redirect: begin => to https://example.com/after
    a stage for one user only: that user => at dummy
    a stage for one user only: another user, done at once => to /
    before a stage is added => to /
    after a stage was deleted => at dummy
    ## 17-invalid-response
    retry: begin => to /
    retry: user name again => in ffx-again
    restart: begin => in ffx-again
    restart_with_context: begin => in ffx-again
    a deny stage whose binding says restart: begin => at dummy
    a prompt whose binding says restart_with_context: begin => at dummy
    compatibility_mode: the executor answers the same => at identification
    ## 18-sources
    an identification stage with a source => at identification
    an identification stage with one source and no user fields => at identification
    again => at identification
    the flow of sources, come to directly => denied Flow does not apply to current user.
    the enrollment of sources, come to directly => denied Flow does not apply to current user.
    ## 19-cleanup
    a run that leaves traces: begin => to /
    static set-up: begin => to /
    a failed run => at password
    ## 20-shipped
    acme-login: begin => in ffx-acme
    2024.8: acme-login again, signed in (require_unauthenticated, designation authentication) => denied Flow does not apply to current user.
    2026.5: acme-login again, signed in (require_unauthenticated, designation authentication) => to /
    2024.8: the same with next => denied Flow does not apply to current user.
    2026.5: the same with next => to /if/user/
    2024.8: POST to it, signed in => denied Flow does not apply to current user.
    2026.5: POST to it, signed in => to /
    acme-enrollment, anonymous => at prompt
    acme-login, anonymous => at identification
    acme-logout, anonymous => denied Flow does not apply to current user.
    acme-passkey-setup, anonymous => denied Flow does not apply to current user.
    acme-recovery, anonymous => at identification
    acme-totp-setup, anonymous => denied Flow does not apply to current user.
    acme-logout, signed in => to /
    for acme-enrollment: begin => to /
    acme-enrollment, signed in => denied Flow does not apply to current user.
    for acme-passkey-setup: begin => to /
    acme-passkey-setup, signed in => at authenticator_webauthn
    for acme-recovery: begin => to /
    acme-recovery, signed in => denied Flow does not apply to current user.
    for acme-totp-setup: begin => to /
    acme-totp-setup, signed in => at authenticator_totp
    ## 21-authorization
    an authorization flow, come to directly, anonymous => denied Flow does not apply to current user.
    explicit: the login flow it leads to (application_pre) => to /application/o/authorize/\?client_id=ffx-explicit&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&response_type=code&scope=openid\+email&state=s1
    explicit: the authorization flow => to https://app.example/callback\?code=.*&state=s1
    implicit: the login flow it leads to (application_pre) => to /application/o/authorize/\?client_id=ffx-implicit&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&response_type=code&scope=openid\+email&state=s1
    2024.8: implicit: the authorization flow => to https://app.example/callback\?code=.*&state=s1
    2026.5: explicit: the flow it leads to => at session-end
    2026.5: implicit: the flow it leads to => at session-end
    """#
}
