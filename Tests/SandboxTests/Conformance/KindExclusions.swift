/// Recorded exchanges of kinds that the sandbox does not answer like the real server, and why.
enum KindExclusions {
  static let all = [
    Exclusion("the descriptions of fields in the answer to OPTIONS are not in the catalog") {
      $0.method == "OPTIONS"
    },
    Exclusion("certificates and keys are made up") {
      ["prerequisite certificate", "prerequisite private key"].contains($0.what)
    },
    Exclusion("no other server is asked for its well-known document") {
      $0.what.contains("unreachable discovery")
    },
    Exclusion("blueprints are neither read nor applied") {
      $0.what.contains(": a path that ") || $0.what.contains(": broken YAML")
    },
  ]
}
