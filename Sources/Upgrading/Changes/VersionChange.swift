package import Catalog
package import Model

/// What a version of authentik changed for blueprints: a row of `changes.jsonl`.
///
/// The catalogs show what exists; the rows add what they cannot show: new names, meanings and what to write instead.
package struct VersionChange: Sendable {
  /// What changed. The raw values are those of the rows, and the codes of findings.
  package enum Change: String, Sendable, CaseIterable {
    /// The field must be in an entry that creates an object.
    case required
    case renamed
    /// The field is unknown or read-only.
    case removed
    case kindRemoved = "kind-removed"
    /// A value of the field is refused.
    case choice
    /// The value has another form.
    case type
    /// Leaving the field out means something else.
    case `default`
    /// The server checks the value, or the field together with others, more strictly.
    case constraint, rule
    case deprecated
    case meaning
    case lookUp = "look-up"
    /// An object that authentik ships is another one.
    case shipped
    /// A state of entries.
    case state
  }

  /// How sure a rewrite is.
  package enum Certainty: String, Sendable {
    /// Read from the documents of two versions, or from the server's own migration of its database.
    case schema, migration
    /// Read from release notes and reports.
    case releaseNote = "release-note"
    /// Concluded. Such a rewrite is only made on request.
    case inferred
  }

  package let since: AuthentikVersion
  /// As people say it: `2026.5` for `2026.5.0`.
  package let sinceName: String
  /// The version from which on it no longer holds.
  package let until: AuthentikVersion?
  /// The oldest version to come from for which it matters. It is nil if the text of a blueprint shows whether it does.
  package let onlyFrom: AuthentikVersion?
  package let change: Change
  /// The models whose entries it is about. Nil stands for all.
  package let models: Set<String>?
  package let field: String?
  package let condition: ChangeCondition
  package let rewrite: Rewrite?
  package let certainty: Certainty
  /// The severity where the catalog of the version itself does not object.
  package let severity: Diagnostic.Severity
  /// True if no catalog shows the form before: patches of one family changed it, or only authentik's importer took it.
  package let isInside: Bool
  /// The new form of a value, such as `a list of objects`.
  package let form: String?
  /// Values in the old form and the new one, by which a test holds the row against the catalogs.
  package let examples: [(old: Value, new: Value)]
  /// The reason or advice. It continues a sentence, and may be empty.
  package let text: String

  /// Nil if the row is not one.
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

  package func isAbout(_ model: String) -> Bool { models?.contains(model) ?? true }
}

extension VersionChange: CustomStringConvertible {
  package var description: String { "\(sinceName) \(field ?? "") \(change.rawValue)" }
}
