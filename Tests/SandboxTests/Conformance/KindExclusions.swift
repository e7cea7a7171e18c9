/// Recorded exchanges of kinds that the sandbox does not answer like the real server, and why.
enum KindExclusions {
  static let all = [
    Exclusion("the descriptions of fields in the answer to OPTIONS are not in the catalog") {
      $0.method == "OPTIONS"
    }
  ]
}
