package import Model
package import Upgrading

/// What `upgrade` found and did.
package struct UpgradeReport: Sendable {
  package struct File: Sendable {
    let source: SourceText
    let findings: [UpgradeFinding]
    let rewritten: [UInt8]?
    let errors: [Diagnostic]
    let isWritten: Bool

    var outcome: UpgradeFinding.Outcome { isWritten ? .written : errors.isEmpty ? .open : .refused }

    /// `errors` are what the version refuses in the new text. Such a file is not written.
    package init(
      source: SourceText, findings: [UpgradeFinding], rewritten: [UInt8]?, errors: [Diagnostic],
      isWritten: Bool
    ) {
      self.source = source
      self.findings = findings
      self.rewritten = rewritten
      self.errors = errors
      self.isWritten = isWritten
    }
  }

  let from: String?
  let to: String
  let files: [File]
  let unreadable: [Diagnostic]
  let entryCount: Int
  let showsDiff: Bool

  /// `from` and `to` are versions of authentik; `unreadable` says why some files cannot be read.
  package init(
    from: String?, to: String, files: [File], unreadable: [Diagnostic], entryCount: Int, showsDiff: Bool
  ) {
    self.from = from
    self.to = to
    self.files = files
    self.unreadable = unreadable
    self.entryCount = entryCount
    self.showsDiff = showsDiff
  }

  /// All findings in the order of the files, and why files are not written.
  var diagnostics: [Diagnostic] {
    unreadable
      + files.flatMap { file in
        file.findings.map { $0.diagnostic(file.outcome) } + refusal(of: file)
      }
  }

  private func refusal(of file: File) -> [Diagnostic] {
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
    let head =
      "\(counted(entryCount, "entry", "entries")) in \(counted(files.count, "file")) for authentik \(to): "
    let findings = files.flatMap { file in file.findings.map { ($0, file) } }
    let written = findings.count { $0.0.rewriting == .sure && $0.1.isWritten }
    let sure = findings.count { $0.0.rewriting == .sure && $0.1.outcome == .open }
    let refused = findings.count { $0.0.rewriting == .sure && $0.1.outcome == .refused }
    let errors = unreadable.count { $0.severity == .error }
    let open = findings.count { $0.0.rewriting != .sure && $0.0.severity != .note }
    let notes = findings.count { $0.0.rewriting != .sure && $0.0.severity == .note }
    let parts = [
      written == 0 ? nil : "\(written) rewritten in \(counted(files.count(where: \.isWritten), "file"))",
      sure == 0 ? nil : "\(sure) to rewrite (--write)",
      refused == 0 ? nil : "\(refused) not rewritten",
      errors == 0 ? nil : counted(errors, "error"),
      open == 0 ? nil : "\(open) for you to change",
      notes == 0 ? nil : counted(notes, "note"),
    ].compactMap(\.self)
    return head + (parts.isEmpty ? "nothing to change" : parts.joined(separator: ", "))
  }

  /// The changes of the text of all files, as `diff -u` and `git diff` show them.
  var diff: String { files.map(diff).joined() }

  func diff(of file: File) -> String {
    guard let rewritten = file.rewritten else { return "" }
    return UnifiedDiff.text(
      from: String(decoding: file.source.bytes, as: UTF8.self),
      to: String(decoding: rewritten, as: UTF8.self),
      file: file.source.file)
  }
}
