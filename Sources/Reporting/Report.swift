/// What is to be printed: results for standard output, progress and diagnostics for standard error.
package struct Report: Sendable, Hashable {
  package var output = ""
  package var error = ""

  package init(output: String = "", error: String = "") {
    self.output = output
    self.error = error
  }

  package static func + (left: Report, right: Report) -> Report {
    Report(output: left.output + right.output, error: left.error + right.error)
  }
}
