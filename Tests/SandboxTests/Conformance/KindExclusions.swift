/// Recorded exchanges of kinds that the sandbox answers differently from the real server, with the reason.
enum KindExclusions {
  static let all = [
    Exclusion("permissions are no kind: they have other numbers, and initial permissions do not show them") {
      $0.target.hasPrefix("/api/v3/rbac/permissions/")
        || $0.file.hasSuffix(".initialpermissions") && $0.answer.contains("\"permissions")
    },
    Exclusion("OPTIONS is answered with JSON, where the real server falls back to a page") {
      $0.method == "OPTIONS" && $0.contentType?.hasPrefix("text/html") == true
    },
    Exclusion("devices do not enroll") {
      ["prerequisite enrollment key", "prerequisite device"].contains($0.what)
        && !$0.target.contains("/devices/")
    },
    Exclusion("reviewers are named by another key than the primary one, and unknown ones are not refused") {
      $0.file.hasSuffix(".lifecyclerule") && $0.what == "field reviewers: unknown reference"
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
