/// Recorded exchanges with flows that the sandbox answers differently, with the reason.
struct FlowDifference: Sendable {
  let reason: String
  /// False for an answer that the sandbox would accept and the recorded server did not: the run must not go on.
  let isSent: Bool
  let covers: @Sendable (Recording) -> Bool

  private init(
    _ reason: String, isSent: Bool = true, _ covers: @escaping @Sendable (Recording) -> Bool
  ) {
    self.reason = reason
    self.isSent = isSent
    self.covers = covers
  }

  /// By the descriptions of the exchanges in a scenario, or by their numbers. A description ends with "…" if more may
  /// follow it.
  private init(_ reason: String, isSent: Bool = true, in file: String, _ descriptions: String...) {
    self.init(reason, isSent: isSent) { recording in
      recording.file == "executor/\(file)"
        && descriptions.contains {
          $0.hasPrefix("#")
            ? recording.id.hasSuffix($0)
            : $0.hasSuffix("…") ? recording.what.hasPrefix($0.dropLast()) : recording.what == $0
        }
    }
  }

  static let all = [
    FlowDifference("messages are not translated") { recording in
      recording.headers.contains { $0.0 == "Accept-Language" && $0.1 == "de" }
        && recording.answer.contains("Anmelden")
    },
    FlowDifference("events are not recorded") { $0.target.hasPrefix("/api/v3/events/") },
    FlowDifference("permissions are no kind: they have other numbers") {
      $0.target.hasPrefix("/api/v3/rbac/permissions/")
    },
    FlowDifference(
      "the policies of the shipped source flows are Python, and count as passed", in: "00-protocol",
      "GET of another flow with the same session"),
    FlowDifference(
      "the policies of the shipped source flows are Python, and count as passed (sources)", in: "18-sources",
      "the flow of sources, come to directly", "the enrollment of sources, come to directly"),
    FlowDifference(
      "a policy that looks into the run is Python: the password is asked once more", in: "03-login-combined",
      "default flow with password_stage: its policy skips the password stage, followed", "signed in"),
    FlowDifference(
      "a policy that looks at an answer is Python, and counts as passed", isSent: false, in: "08-enrollment",
      "the wrong domain: a policy without a message", "an expression policy with ak_message"),
    FlowDifference(
      "a policy that looks into the run is Python: a link does not skip stages", in: "10-recovery",
      "the link of the API: the prompt at once…", "the link of the API: the new password…",
      "#75", "#77"),
    FlowDifference(
      "no answer tells the key of a user who never signs in", in: "08-enrollment", "delete ffx-carl"),
    FlowDifference(
      "no captcha service is asked", in: "12-stages", "captcha: the service accepts…",
      "captcha inside the identification stage: good…"),
    FlowDifference(
      "the initial values of the shipped user settings are Python", in: "13-inspector",
      "ordinary user: a run",
      "superuser: a run"),
    FlowDifference(
      "the initial values of the shipped user settings are Python (impersonation)", in: "14-execute-as",
      "a flow as the impersonated user"),
    FlowDifference(
      "a policy that changes the run is Python", in: "16-stage-policies",
      "a policy sets context redirect: the end leads to it"),
    FlowDifference(
      "a policy that looks at the user is Python, and counts as passed", in: "16-stage-policies",
      "a stage for one user only: another user, done at once, followed"),
    FlowDifference(
      "no answer names the number of this user", in: "08-enrollment", "delete ffx-carl"),
    FlowDifference(
      "the recorded server took a point of reputation more, and the recording does not tell what for"
    ) {
      $0.what == "reputation after wrong codes" && $0.answer.contains("\"score\":-5")
    },
    FlowDifference(
      "applications do not send visitors into flows: no OAuth2, no consents, no end of their sessions"
    ) {
      recording in
      recording.file == "executor/21-authorization"
        && ["explicit", "implicit"].contains {
          recording.what.hasPrefix($0) || recording.what.hasPrefix("setup: provider \($0)")
            || recording.what.hasPrefix("setup: application \($0)")
        }
    },
    FlowDifference("nobody signs in with a source") { $0.target.hasPrefix("/source/") },
    FlowDifference("the objects of a user have other names in the list of what hangs on it") {
      $0.target.hasSuffix("/used_by/")
    },
  ]
}
