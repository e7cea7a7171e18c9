/// Recorded exchanges that the sandbox does not answer like the real server, and why.
struct Exclusion: Sendable {
  let reason: String
  let covers: @Sendable (Recording) -> Bool

  init(_ reason: String, _ covers: @escaping @Sendable (Recording) -> Bool) {
    self.reason = reason
    self.covers = covers
  }

  static let all = [
    Exclusion("other kinds, and the settings, are not served") { recording in
      let served = [
        "/api/v3/flows/instances", "/api/v3/flows/nothing/", "/api/v3/root/", "/api/v3/admin/version/",
      ]
      return !served.contains { recording.target.hasPrefix($0) }
    },
    Exclusion("what refers to an object (brands, bindings) is not served: used_by is empty") {
      $0.what == "used_by" && $0.answer.count > 2 && $0.status == 200
    },
    Exclusion("rights on single objects (and rights given by a create) are not modelled") {
      ["u-objview", "u-addinit"].contains($0.user) || $0.target.hasSuffix("/az-u-addinit/")
    },
    Exclusion("the descriptions of fields in the answer to OPTIONS are not in the catalog") {
      $0.method == "OPTIONS" && $0.answer.contains("\"actions\"")
    },
    Exclusion("messages are not translated") {
      let answer = $0.answer
      return ["Dieses Feld", "Anmeldedaten", "existiert"].contains { answer.contains($0) }
    },
    Exclusion("ordering by a list repeats rows on the real server") { $0.target.contains("ordering=stages") },
    Exclusion("JSON is read to a depth of 512, not 1024") { $0.what == "deep nesting" },
    Exclusion("a method that HTTP does not know is refused below the application, by uvicorn's own text") {
      $0.method == "BOGUS"
    },
  ]
}
