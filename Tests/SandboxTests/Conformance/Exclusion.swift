/// Recorded exchanges that the sandbox answers differently from the real server, with the reason.
struct Exclusion: Sendable {
  let reason: String
  let covers: @Sendable (Recording) -> Bool

  init(_ reason: String, _ covers: @escaping @Sendable (Recording) -> Bool) {
    self.reason = reason
    self.covers = covers
  }

  static let all = [
    Exclusion("rights on single objects (and rights given by a create) are not modelled") {
      ["u-objview", "u-addinit"].contains($0.user) || $0.target.hasSuffix("/az-u-addinit/")
    },
    Exclusion("the descriptions of fields in the answer to OPTIONS are not in the catalog") {
      $0.method == "OPTIONS" && $0.answer.contains("\"actions\"")
    },
    Exclusion("messages are not translated") {
      let answer = $0.answer
      return ["Dieses Feld", "Anmeldedaten", "existiert", "Nicht gefunden"].contains { answer.contains($0) }
    },
    Exclusion("ordering by a list repeats rows on the real server") { $0.target.contains("ordering=stages") },
    Exclusion("JSON is read to a depth of 512, not 1024") { $0.what == "deep nesting" },
    Exclusion("a method that HTTP does not know is refused below the application, by uvicorn's own text") {
      $0.method == "BOGUS"
    },
    Exclusion("the recorded users have rights on flows alone, those of the sandbox on every kind") {
      let others = [
        "/api/v3/stages/", "/api/v3/flows/bindings/", "/api/v3/managed/", "/api/v3/policies/",
        "/api/v3/core/",
      ]
      let target = $0.target
      return !["akadmin", "anonymous"].contains($0.user) && others.contains { target.hasPrefix($0) }
    },
    Exclusion(
      "what is no kind is not served: settings, the picture of the token's own user, types of stages, files of blueprints"
    ) {
      let others = [
        "/api/v3/admin/settings/", "/api/v3/admin/system/", "/api/v3/admin/apps/", "/api/v3/admin/models/",
        "/api/v3/admin/version/history/", "/api/v3/core/users/me/", "/api/v3/stages/all/types/",
        "/api/v3/managed/blueprints/available/", "/api/v3/managed/blueprints/import/", "/-/metrics/",
        "/api/v3/core/brands/current/",
        "/api/v3/rbac/permissions/?", "/-/health/",
      ]
      let target = $0.target
      return target == "/api/v3/" || others.contains { target.hasPrefix($0) }
    },
    Exclusion("what shows a flow as a whole, with other kinds, is not made: exports and diagrams") {
      $0.target.hasSuffix("/export/") || $0.target.hasSuffix("/diagram/")
    },
    Exclusion("policies are neither compiled nor tried out") { recording in
      let consequences = ["syntax error", "no expression", "empty expression", "policy test"]
      return consequences.contains(recording.what)
    },
    Exclusion("blueprints are neither read nor applied") {
      let consequences = [
        "imported flow", "blueprint create invalid content", "create with path that does not exist", "apply",
        "status afterwards", "flow of the blueprint", "flow",
      ]
      return consequences.contains($0.what) && ["05-misc", "08-extras"].contains($0.file)
        || $0.what.hasPrefix("create with content,") || $0.what.contains("\"path\": \"nope.yaml\"")
    },
    Exclusion("permissions are no kind: they have other numbers, and initial permissions do not show them") {
      $0.what.hasPrefix("assign ") || $0.what.hasPrefix("initial permissions")
    },
    Exclusion("app passwords do not expire, other tokens do") { $0.what == "app password" },
    Exclusion("the words that complete a query are not listed") { $0.answer.contains("\"current_model\"") },
    Exclusion("a search does not look into other objects") { $0.what == "binding search" },
    Exclusion("a list that has no order on the real server") {
      $0.what == "a stage" && !$0.answer.contains("autocomplete")
        || $0.what.hasPrefix("(look up) /flows/bindings/")
        || $0.what.hasPrefix("(look up) /stages/user_login/")
    },
  ]
}
