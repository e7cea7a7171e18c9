import Blueprints
import Catalog
import Model
import YAML

/// Compares one entry with a version, and requests the changes of its text.
struct EntryCheck {
  private let versions: UpgradeVersions
  private let entry: WrittenEntry
  /// All entries for the same object.
  private let group: ObjectGroups.Group
  /// The look-ups inside of the entry.
  private let lookUps: ArraySlice<LookUps.LookUp>
  private(set) var findings: [RewriteRequest] = []

  init(
    _ entry: WrittenEntry, _ versions: UpgradeVersions, _ group: ObjectGroups.Group,
    lookUps: ArraySlice<LookUps.LookUp>
  ) {
    self.entry = entry
    self.versions = versions
    self.group = group
    self.lookUps = lookUps
  }

  /// Checks the entry. Missing fields are reported at the first entry that creates the object (`isFirst`).
  mutating func check(isFirst: Bool) {
    guard let kind = versions.target.kind(entry.model) else {
      checkModel()
      return
    }
    for field in entry.fields { check(field, kind) }
    checkWhole(kind)
    if isFirst, group.isComplete { checkMissing(kind) }
  }

  private mutating func checkModel() {
    guard !versions.target.modelsWithoutEndpoint.contains(entry.model) else { return }
    let known = versions.knewModel(entry.model)
    if let change = versions.changes.first(where: { $0.change == .kindRemoved && $0.isAbout(entry.model) }) {
      guard versions.source == nil || known else { return }
      add(change, nil, at: entry.entry.model.mark, severity: .error)
    } else if known || versions.source == nil {
      let message = UnknownModel(entry.model, in: versions.target).message
      add("refused", .error, message, at: entry.entry.model.mark)
    }
  }

  private mutating func check(_ written: WrittenEntry.WrittenField, _ kind: Kind) {
    let value = written.field.written
    let objections = versions.newObjections(to: written, value, of: kind)
    var isCovered = false
    for change in versions.changes(of: entry.model, written) {
      guard change.condition.shipped == nil, !change.condition.isAbsent, !change.isAboutMissing,
        holds(change, value, written),
        versions.isOnTheWay(change) || (change.coversObjections && !objections.isEmpty)
      else { continue }
      if change.coversObjections { isCovered = true }
      add(
        change, value, at: change.isAboutName ? written.field.nameMark : written.field.valueMark,
        severity: objections.contains { $0.subject == .value } ? .error : change.severity,
        field: written)
    }
    guard !isCovered else { return }
    for objection in objections {
      let mark =
        objection.subject == .ignored ? written.field.nameMark : written.field.place(of: objection.steps)
      let isRefused = objection.subject == .value
      add(isRefused ? "refused" : "ignored", isRefused ? .error : .warning, objection.message, at: mark)
    }
  }

  /// True if the conditions of a change hold for the entry and this value.
  private func holds(
    _ change: VersionChange, _ value: Value?, _ written: WrittenEntry.WrittenField
  ) -> Bool {
    let condition = change.condition
    guard condition.present.allSatisfy(group.given.contains),
      !condition.missing.contains(where: group.given.contains),
      condition.holds(for: value)
    else { return false }
    switch change.rewrite {
    case .map(let values): return value.map { values[$0] != nil } ?? false
    case .minutes: return value.map { $0.integer != nil || $0.isDigits } ?? written.field.isMadeText
    case .redirectURIs: return value?.string != nil || written.field.isMadeText
    case .replace(let word, _): return value?.string?.contains(word) ?? written.field.holds(word)
    default: return true
    }
  }

  /// Checks the changes that concern the whole entry.
  private mutating func checkWhole(_ kind: Kind) {
    for change in versions.changesOnTheWay where change.isAbout(entry.model) {
      if let state = change.condition.state {
        if entry.state?.rawValue == state {
          add(change, nil, at: entry.entry.state?.mark ?? entry.entry.mark)
        }
      } else if let grantee = change.condition.grantee {
        guard let permission = entry.entry.permissions.first(where: { $0.hasKey(grantee) }) else { continue }
        add(change, nil, at: permission.mark)
      } else if let shipped = change.condition.shipped, change.models != nil || identifies(shipped) {
        guard identifies(shipped) || (change.models != nil && lookUps.contains(where: { $0.names(shipped) }))
        else { continue }
        guard let name = change.field else {
          add(change, nil, at: entry.entry.mark)
          continue
        }
        guard let field = entry.field(name), change.condition.holds(for: field.field.written) else {
          continue
        }
        add(change, nil, at: field.field.nameMark)
      } else if change.change == .meaning, change.field == nil, change.models != nil {
        add(change, nil, at: entry.entry.mark)
      }
    }
  }

  private func identifies(_ object: ChangeCondition.ShippedObject) -> Bool {
    object.models.contains(entry.model)
      && entry.fields.contains { field in
        guard field.isIdentifier, let value = field.field.known?.string else { return false }
        return object.fields[field.name] == value
      }
  }

  /// Checks for fields that no entry for the object has.
  private mutating func checkMissing(_ kind: Kind) {
    guard mayCreate else { return }
    var missing = kind.requiredFields.filter { !has($0.name) }.map(\.name)
    if let source = versions.source?.kind(entry.model) {
      let before = Set(source.requiredFields.map(\.name))
      missing.removeAll(where: before.contains)
    }
    for change in versions.changesForMissing(of: entry.model) {
      guard let field = change.field, !has(field), kind.field(field)?.isReadOnly == false,
        change.condition.present.allSatisfy(group.given.contains),
        !change.condition.missing.contains(where: group.given.contains)
      else { continue }
      guard missing.contains(field) || versions.isOnTheWay(change) else { continue }
      missing.removeAll { $0 == field }
      add(change, nil, at: entry.entry.mark)
    }
    guard !missing.isEmpty else { return }
    let shown = missing.map { "`\($0)`" }.joined(separator: ", ")
    add(
      "required", .warning,
      "\(entry.model) needs \(shown) in authentik \(versions.target.version) to be created",
      at: entry.entry.mark)
  }

  /// False if the entry lacks a field that every version needs. Such an entry only updates an existing object, and an
  /// added field would change that object.
  private var mayCreate: Bool {
    let oldest = KindHistory.kinds(entry.model).lazy.compactMap(\.self).first
    return (versions.source?.kind(entry.model) ?? oldest)?.requiredFields.allSatisfy { has($0.name) } ?? true
  }

  /// True if the object has the field, or gets it by a rename.
  private func has(_ name: String) -> Bool {
    if group.names.contains(name) { return true }
    return versions.changes.contains { change in
      guard case .rename(let new, _, _)? = change.rewrite, new == name, change.isAbout(entry.model) else {
        return false
      }
      return change.field.map(group.names.contains) ?? false
    }
  }

  private mutating func add(_ code: String, _ severity: Diagnostic.Severity, _ message: String, at mark: Mark)
  {
    findings.append(
      RewriteRequest(
        finding: UpgradeFinding(
          code: code, severity: severity, message: message, location: mark.location(in: entry.entry.file),
          since: nil, certainty: .schema, rewriting: .none)))
  }

  private mutating func add(
    _ change: VersionChange, _ value: Value?, at mark: Mark, severity: Diagnostic.Severity? = nil,
    field: WrittenEntry.WrittenField? = nil
  ) {
    let outcome = EntryRewriting(entry: entry, names: group.names).outcome(change, field)
    findings.append(
      RewriteRequest(
        finding: UpgradeFinding(
          code: change.change.rawValue, severity: severity ?? change.severity,
          message: change.message(entry.model, value), location: mark.location(in: entry.entry.file),
          since: change.sinceName, certainty: change.certainty, rewriting: outcome.rewriting),
        field: field?.field.nameMark, rewrites: outcome.rewrites, additions: outcome.additions,
        entry: entry.entry.mark, attrs: entry.entry.attrs?.mark))
  }
}

extension Node {
  fileprivate func hasKey(_ name: String) -> Bool {
    guard case .map(let pairs) = content else { return false }
    return pairs.contains { pair in
      if case .scalar(name, _) = pair.key.content { true } else { false }
    }
  }
}

extension Value {
  /// True if the value is a text of digits.
  var isDigits: Bool {
    string.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
  }
}
