import Blueprints
import Catalog
import Model
import YAML

/// Checks the entries of a file, and makes its new text.
struct FileCheck {
  private let source: SourceText
  private let root: SourceNode
  private var requests: [Requested] = []
  private var visits = FileRewriting.Visits()

  init(
    _ source: SourceText, _ root: SourceNode, _ entries: [WrittenEntry], _ versions: UpgradeVersions,
    _ objects: inout ObjectGroups
  ) {
    self.source = source
    self.root = root
    let lookUps = LookUps(root)
    let index = SourceIndex(root)
    for entry in entries {
      let (group, isFirst) = objects.take(entry)
      let range = index.maps[entry.entry.mark]?.node.range
      let within = range.map(lookUps.within) ?? []
      var check = EntryCheck(entry, versions, group, lookUps: within)
      check.check(isFirst: isFirst)
      visit(entry, check.findings)
      requests += check.findings
    }
    for lookUp in lookUps.all { self.check(lookUp, versions) }
  }

  private mutating func visit(_ entry: WrittenEntry, _ found: [Requested]) {
    for field in entry.fields {
      let mark = field.field.nameMark
      let wishes = found.filter { $0.field == mark }.flatMap(\.wishes)
      visits.fields[mark, default: []].append(wishes)
    }
    if let attrs = entry.entry.attrs?.mark {
      visits.attrs[attrs, default: []].append(found.flatMap(\.additions))
    }
  }

  private mutating func check(_ lookUp: LookUps.LookUp, _ versions: UpgradeVersions) {
    if versions.losesModel(lookUp.model) {
      let message = UnknownModel(lookUp.model, in: versions.target).message
      requests.append(
        Requested(
          finding: UpgradeFinding(
            code: "refused", severity: .error, message: message,
            location: lookUp.mark.location(in: source.file), since: nil, certainty: .schema, rewriting: .none)
        ))
    }
    for change in versions.changesOnTheWay {
      if let shipped = change.condition.shipped, change.models == nil, lookUp.names(shipped) {
        requests.append(Requested(finding: finding(change, lookUp.model, .none, at: lookUp.mark)))
      }
      guard case .lookUp(let old, let new)? = change.rewrite, change.isAbout(lookUp.model) else { continue }
      for condition in lookUp.conditions(by: old) {
        let start = condition.bodyStart + (condition.isQuoted ? 1 : 0)
        requests.append(
          Requested(
            finding: finding(change, lookUp.model, .sure, at: condition.mark),
            edit: TextEdit(start..<start + old.utf8.count, new)))
      }
    }
  }

  private func finding(
    _ change: VersionChange, _ model: String, _ rewriting: UpgradeFinding.Rewriting, at mark: Mark
  ) -> UpgradeFinding {
    UpgradeFinding(
      code: change.change.rawValue, severity: change.severity, message: change.message(model, nil),
      location: mark.location(in: source.file), since: change.sinceName, certainty: change.certainty,
      rewriting: rewriting)
  }

  /// The findings and the new text.
  func rewritten(isInferred: Bool) -> Upgrade.File {
    let rewriting = FileRewriting(root, source.bytes, visits)
    var findings: [UpgradeFinding] = []
    // Fields are added behind whatever becomes of the text before them.
    var edits: [TextEdit] = []
    var additions: [TextEdit] = []
    for request in requests {
      var finding = request.finding
      defer { findings.append(finding) }
      guard finding.rewriting == .sure || (finding.rewriting == .onRequest && isInferred) else { continue }
      if let edit = request.edit {
        edits.append(edit)
        continue
      }
      switch rewriting.edits(request) {
      case .success(let found):
        if finding.rewriting == .onRequest { finding.rewriting = .sure }
        edits += found.changes
        additions += found.additions
      case .failure(let blocked): finding.rewriting = .blocked(blocked.reason)
      }
    }
    findings.sort { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
    let all = edits + additions
    guard !all.isEmpty, let bytes = all.applied(to: source.bytes) else {
      let reason = UpgradeFinding.Rewriting.blocked(Blocked.form.reason)
      return Upgrade.File(
        source: source,
        findings: all.isEmpty ? findings : findings.map { $0.rewriting == .sure ? $0.with(reason) : $0 },
        rewritten: nil)
    }
    return Upgrade.File(source: source, findings: findings, rewritten: bytes)
  }
}

extension SourceNode {
  fileprivate var isQuoted: Bool {
    switch content {
    case .scalar(_, .singleQuoted), .scalar(_, .doubleQuoted): true
    default: false
    }
  }
}

extension UpgradeFinding {
  fileprivate func with(_ rewriting: Rewriting) -> UpgradeFinding {
    var copy = self
    copy.rewriting = rewriting
    return copy
  }
}
