import Blueprints
import Catalog
import Model
import YAML

/// Checks the entries of a file, and makes its new text.
struct FileCheck {
  private let source: SourceText
  private let index: SourceIndex
  private var requests: [RewriteRequest] = []
  private var visits = FileRewriting.Visits()

  /// With `lines`, only the entries there are checked.
  init(
    _ source: SourceText, _ root: SourceNode, _ entries: [WrittenEntry], _ versions: UpgradeVersions,
    _ objects: inout ObjectGroups, near lines: [Int]? = nil
  ) {
    self.source = source
    index = SourceIndex(root)
    let lookUps = LookUps(root)
    for (position, entry) in entries.enumerated() {
      let (group, isFirst) = objects.take(entry)
      // Entries that share a text through an alias decide together.
      if let lines, index.aliases.isEmpty, !Self.holds(entries[position...], lines) { continue }
      let range = index.maps[entry.entry.mark]?.node.range
      let within = range.map(lookUps.within) ?? []
      var check = EntryCheck(entry, versions, group, lookUps: within)
      check.check(isFirst: isFirst)
      visit(entry, check.findings)
      requests += check.findings
    }
    for lookUp in lookUps.all { self.check(lookUp, versions) }
  }

  /// True if one of the lines is in the first of these entries.
  private static func holds(_ entries: ArraySlice<WrittenEntry>, _ lines: [Int]) -> Bool {
    guard let first = entries.first else { return false }
    let end = entries.dropFirst().first.map { Int($0.entry.mark.line) } ?? Int.max
    return lines.contains { Int(first.entry.mark.line) <= $0 && $0 <= end }
  }

  private mutating func visit(_ entry: WrittenEntry, _ found: [RewriteRequest]) {
    for field in entry.fields {
      let mark = field.field.nameMark
      let rewrites = found.filter { $0.field == mark }.flatMap(\.rewrites)
      visits.fields[mark, default: []].append(rewrites)
    }
    if let attrs = entry.entry.attrs?.mark {
      visits.attrs[attrs, default: []].append(found.flatMap(\.additions))
    }
  }

  private mutating func check(_ lookUp: LookUps.LookUp, _ versions: UpgradeVersions) {
    if versions.losesModel(lookUp.model) {
      let message = UnknownModel(lookUp.model, in: versions.target).message
      requests.append(
        RewriteRequest(
          finding: UpgradeFinding(
            code: "refused", severity: .error, message: message,
            location: lookUp.mark.location(in: source.file), since: nil, certainty: .schema, rewriting: .none)
        ))
    }
    for change in versions.changesOnTheWay {
      if let shipped = change.condition.shipped, change.models == nil, lookUp.names(shipped) {
        requests.append(RewriteRequest(finding: finding(change, lookUp.model, .none, at: lookUp.mark)))
      }
      guard case .lookUp(let old, let new)? = change.rewrite, change.isAbout(lookUp.model) else { continue }
      for condition in lookUp.conditions(by: old) {
        let start = condition.bodyStart + (condition.isQuoted ? 1 : 0)
        requests.append(
          RewriteRequest(
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
  ///
  /// With `place`, only the findings there are rewritten.
  func rewritten(isInferred: Bool, at place: SourceLocation? = nil) -> Upgrade.File {
    var requests = requests
    if let place { requests.removeAll { $0.finding.location != place } }
    for index in requests.indices where requests[index].finding.rewriting == .onRequest && isInferred {
      requests[index].finding.rewriting = .sure
    }
    let edits = FileRewriting(index, source.bytes, visits).edits(&requests)
    let bytes = edits.isEmpty ? nil : edits.applied(to: source.bytes)
    // Entries with the same text report the same finding at the same place.
    var seen: Set<String> = []
    let findings = requests.map(\.finding)
      .filter { seen.insert("\($0.location) \($0.message)").inserted }
      .sorted { ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column) }
    guard bytes == nil, !edits.isEmpty else {
      return Upgrade.File(source: source, findings: findings, rewritten: bytes)
    }
    return Upgrade.File(source: source, findings: findings.map(\.blocked), rewritten: nil)
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
  /// The same finding if its text cannot be changed.
  fileprivate var blocked: UpgradeFinding {
    var copy = self
    if copy.rewriting == .sure { copy.rewriting = .blocked(Blocked.form.reason) }
    return copy
  }
}
