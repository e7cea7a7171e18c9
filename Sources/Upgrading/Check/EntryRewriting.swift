import Blueprints
import Model

/// Decides how a change rewrites an entry, or why it does not.
struct EntryRewriting {
  /// What becomes of a finding, and the changes that this takes.
  struct Outcome {
    var rewriting: UpgradeFinding.Rewriting
    var rewrites: [FieldRewrite] = []
    var additions: [Addition] = []
  }

  let entry: WrittenEntry
  /// The fields of all entries for the object.
  let names: Set<String>

  /// `field` is the field that the change is about, if the entry has it.
  func outcome(_ change: VersionChange, _ field: WrittenEntry.WrittenField?) -> Outcome {
    guard let rewrite = change.rewrite else { return Outcome(rewriting: .none) }
    var outcome = self.outcome(rewrite, change, field)
    if outcome.rewriting == .sure, change.certainty == .inferred { outcome.rewriting = .onRequest }
    return outcome
  }

  private func outcome(
    _ rewrite: Rewrite, _ change: VersionChange, _ field: WrittenEntry.WrittenField?
  ) -> Outcome {
    func sure(_ rewrites: [FieldRewrite], _ additions: [Addition] = []) -> Outcome {
      Outcome(rewriting: .sure, rewrites: rewrites, additions: additions)
    }
    func blocked(_ reason: String) -> Outcome { Outcome(rewriting: .blocked(reason)) }
    if case .set(let value, let sibling) = rewrite {
      return sure([], [Addition(name: change.field ?? "", value: value, after: sibling)])
    }
    guard let field else { return Outcome(rewriting: .none) }
    switch rewrite {
    case .rename(let name, let isWrapped, let adding):
      guard !names.contains(name) else { return blocked("`\(name)` is there as well; keep one of them") }
      guard !(isWrapped && field.isIdentifier) else {
        return blocked("`\(name)` is a list, which cannot identify an object")
      }
      let additions = adding.filter { !names.contains($0.key) }
        .map { Addition(name: $0.key, value: $0.value, after: field.field.name) }
      return sure([.rename(name)] + (isWrapped ? [.wrap] : []), additions)
    case .drop:
      return sure([.drop])
    case .map(let values):
      guard let new = field.field.known.flatMap({ values[$0] }) else {
        return blocked("a tag makes the value")
      }
      return sure([.scalar(new)])
    case .minutes:
      guard let value = field.field.known, let number = value.integer.map(String.init) ?? value.string else {
        return blocked("a tag makes the value")
      }
      return sure([.scalar(.string("minutes=\(number)"))])
    case .redirectURIs:
      guard let text = field.field.known?.string else { return blocked("a tag makes the value") }
      guard !field.isIdentifier else { return blocked("a list cannot identify an object") }
      guard !RedirectURIs.isTemplate(text) else {
        return blocked("it looks like the template of a text; render it first")
      }
      return sure([.objects(RedirectURIs.objects(text))])
    case .strip(let prefix):
      guard let text = field.field.known?.string, text.hasPrefix(prefix), text != prefix else {
        return Outcome(rewriting: .none)
      }
      return sure([.scalar(.string(String(text.dropFirst(prefix.count))))])
    case .replace(let old, let new):
      guard field.field.known != nil else { return blocked("a tag makes the value") }
      return sure([.word(old, by: new)])
    case .set, .lookUp:
      return Outcome(rewriting: .none)
    }
  }
}
