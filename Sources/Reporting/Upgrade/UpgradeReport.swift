import Model
package import Upgrading

/// What `upgrade` found and did.
package struct UpgradeReport: Sendable {
  let from: String?
  let to: String
  let result: UpgradeResult
  let showsDiff: Bool

  /// `from` and `to` are versions of authentik.
  package init(from: String?, to: String, _ result: UpgradeResult, showsDiff: Bool) {
    self.from = from
    self.to = to
    self.result = result
    self.showsDiff = showsDiff
  }

  var files: [UpgradeResult.File] { result.files }

  /// All findings in the order of the files, and why files are not written.
  var diagnostics: [Diagnostic] {
    result.diagnostics
      + files.flatMap { file in
        file.findings.map { $0.diagnostic(file.outcome) } + refusal(of: file)
      }
  }

  private func refusal(of file: UpgradeResult.File) -> [Diagnostic] {
    guard let first = file.errors.first else { return [] }
    let more = file.errors.count == 1 ? "" : ", and \(counted(file.errors.count - 1, "more error"))"
    return [
      .error(
        "the file is not rewritten: authentik \(to) would still refuse it: \(first.message) (line \(first.location?.line ?? 1) of the text that --diff shows)\(more)",
        at: SourceLocation(file: file.source.file, line: 1, column: 1))
    ]
  }

  /// `3 entries in 1 file for authentik 2026.8: nothing to change`, or the number of changes.
  var verdict: String {
    let mistakes = result.diagnostics.count { $0.severity == .error }
    guard !files.isEmpty else { return "nothing was checked: \(counted(mistakes, "error"))" }
    let head =
      "\(counted(result.entryCount, "entry", "entries")) in \(counted(files.count, "file")) for authentik \(to): "
    let findings = files.flatMap { file in file.findings.map { ($0, file) } }
    let written = findings.count { $0.0.rewriting == .sure && $0.1.isWritten }
    let sure = findings.count { $0.0.rewriting == .sure && $0.1.outcome == .open }
    let refused = findings.count { $0.0.rewriting == .sure && $0.1.outcome == .refused }
    let open = findings.count { $0.0.rewriting != .sure && $0.0.severity != .note }
    let notes = findings.count { $0.0.rewriting != .sure && $0.0.severity == .note }
    let parts = [
      written == 0 ? nil : "\(written) rewritten in \(counted(files.count(where: \.isWritten), "file"))",
      sure == 0 ? nil : "\(sure) to rewrite (--write)",
      refused == 0 ? nil : "\(refused) not rewritten",
      mistakes == 0 ? nil : counted(mistakes, "error"),
      open == 0 ? nil : "\(open) for you to change",
      notes == 0 ? nil : counted(notes, "note"),
    ].compactMap(\.self)
    return head + (parts.isEmpty ? "nothing to change" : parts.joined(separator: ", "))
  }

  /// The changes of the text of all files, as `diff -u` and `git diff` show them.
  var diff: String { files.map(diff).joined() }

  func diff(of file: UpgradeResult.File) -> String {
    guard let rewritten = file.rewritten else { return "" }
    return UnifiedDiff.text(
      from: String(decoding: file.source.bytes, as: UTF8.self),
      to: String(decoding: rewritten, as: UTF8.self),
      file: file.source.file)
  }
}
