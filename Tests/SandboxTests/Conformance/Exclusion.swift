/// Recorded exchanges that the sandbox does not answer like the real server, and why.
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
      return ["Dieses Feld", "Anmeldedaten", "existiert"].contains { answer.contains($0) }
    },
    Exclusion("ordering by a list repeats rows on the real server") { $0.target.contains("ordering=stages") },
    Exclusion("JSON is read to a depth of 512, not 1024") { $0.what == "deep nesting" },
    Exclusion("a method that HTTP does not know is refused below the application, by uvicorn's own text") {
      $0.method == "BOGUS"
    },
  ]
}
