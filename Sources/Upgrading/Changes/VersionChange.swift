package import Catalog
package import Model

/// What a version of authentik changed for blueprints: a row of `changes.jsonl`.
///
/// The catalogs show which fields exist. The rows add new names, new meanings, and what to write instead.
package struct VersionChange: Sendable {
  /// What changed. The raw values are those of the rows, and the codes of findings.
  package enum Change: String, Sendable, CaseIterable {
    /// An entry that creates an object needs the field.
    case required
    case renamed
    /// The field is unknown or read-only.
    case removed
    case kindRemoved = "kind-removed"
    /// A value of the field is refused.
    case choice
    /// The value has another form.
    case type
    /// An entry without the field gets another value.
    case `default`
    /// The server checks the value more strictly, or the field together with others.
    case constraint, rule
    case deprecated
    case meaning
    case lookUp = "look-up"
    /// An object that authentik ships has changed.
    case shipped
    /// A state of an entry means something else.
    case state
  }

  /// How sure a rewrite is.
  package enum Certainty: String, Sendable {
    /// Read from the documents of two versions, or from the server's own migration of its database.
    case schema, migration
    /// Read from release notes and reports.
    case releaseNote = "release-note"
    /// A conclusion of our own. Such a rewrite is only made on request.
    case inferred
  }

  package let since: AuthentikVersion
  /// The name for messages: `2026.5` for `2026.5.0`.
  package let sinceName: String
  /// The first version in which it no longer holds.
  package let until: AuthentikVersion?
  /// The oldest source version for which it matters. Nil if the blueprint itself shows whether it matters.
  package let onlyFrom: AuthentikVersion?
  package let change: Change
  /// The models of the affected entries. Nil means all models.
  package let models: Set<String>?
  package let field: String?
  package let condition: ChangeCondition
  package let rewrite: Rewrite?
  package let certainty: Certainty
  /// The severity, unless the version's catalog refuses the field's value.
  package let severity: Diagnostic.Severity
  /// True if no catalog has the old form: a patch changed it, or only authentik's importer accepted it.
  package let isInside: Bool
  /// The new form of a value, such as `a list of objects`.
  package let form: String?
  /// Values in the old and the new form. A test compares them with the catalogs.
  package let examples: [(old: Value, new: Value)]
  /// The reason or advice. It continues a sentence, and may be empty.
  package let text: String

  /// Nil if the row is not valid.
  package init?(row: Value) {
    guard let since = row["since"]?.string, let change = row["change"]?.string.flatMap(Change.init),
      let certainty = row["certainty"]?.string.flatMap(Certainty.init), let text = row["text"]?.string
    else { return nil }
    self.since = AuthentikVersion(since)
    sinceName = since.hasSuffix(".0") ? String(since.dropLast(2)) : since
    until = (row["until"]?.string).map(AuthentikVersion.init)
    onlyFrom = (row["onlyFrom"]?.string).map(AuthentikVersion.init)
    self.change = change
    let models = (row["models"]?.list ?? []).compactMap(\.string)
    self.models = models.isEmpty || models == ["*"] ? nil : Set(models)
    field = row["field"]?.string
    condition = ChangeCondition(row: row)
    rewrite = Rewrite(row: row)
    self.certainty = certainty
    severity = row["severity"]?.string.flatMap(Diagnostic.Severity.init) ?? .warning
    isInside = row["inside"] == true
    form = row["form"]?.string
    examples = (row["examples"]?.list ?? []).compactMap { pair in
      guard let pair = pair.list, pair.count == 2 else { return nil }
      return (pair[0], pair[1])
    }
    self.text = text
  }

  /// True if the change is made in this version and still holds.
  func holds(in version: AuthentikVersion) -> Bool {
    since <= version && (until.map { version < $0 } ?? true)
  }

  /// True if the change matters to a blueprint that was written for the source. Nil stands for an unknown source.
  func matters(from source: AuthentikVersion?) -> Bool {
    guard let source else { return onlyFrom == nil }
    return source < since && (onlyFrom.map { $0 <= source } ?? true)
  }

  package func isAbout(_ model: String) -> Bool { models?.contains(model) ?? true }
}

extension VersionChange: CustomStringConvertible {
  package var description: String { "\(sinceName) \(field ?? "") \(change.rawValue)" }
}
