/// Output to print: results for standard output, progress and diagnostics for standard error, and a job
/// summary for a pipeline.
package struct Report: Sendable, Hashable {
  package var output = ""
  package var error = ""
  /// Markdown for a pipeline's job summary.
  package var summary = ""

  package init(output: String = "", error: String = "", summary: String = "") {
    self.output = output
    self.error = error
    self.summary = summary
  }

  package static func + (left: Report, right: Report) -> Report {
    Report(
      output: left.output + right.output, error: left.error + right.error,
      summary: left.summary + right.summary)
  }
}
