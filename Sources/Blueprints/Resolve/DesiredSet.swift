package import Catalog
package import Model
import OrderedCollections
import YAML

/// Everything that a set of blueprints asks for: one resolved entry for each object.
///
/// Resolving is pure: while `questions` is not empty, resolve the same parsed set again with their answers.
package struct DesiredSet: Sendable {
  /// Those that others refer to first; among equals in the order of the arguments and documents.
  package private(set) var entries: [ResolvedEntry] = []
  /// What must be asked before the entries are final, in a stable order.
  package private(set) var questions: [Question] = []
  /// Those of the answered questions that an apply may make another answer to, and that values which are
  /// only known after it depend on.
  package private(set) var late: Set<Question> = []
  /// Files that a directory walk found and whose label says that discovery leaves them out.
  package var skippedFiles: [String] { parsed.leftOut.blueprints.map(\.file) }
  /// Addresses that are described and left out: by their file's label, or by a condition that guards a
  /// mistake.
  package private(set) var described: Set<ResourceAddress> = []
  /// The entries that are left out and whose object is not known.
  package private(set) var unidentified: [SourceLocation] = []
  /// Addresses of entries with a mistake, which are not among `entries`. Where not even its address is known,
  /// an entry with a mistake is one of `unidentified`.
  package private(set) var failures: Set<ResourceAddress> = []
  package private(set) var diagnostics: [Diagnostic] = []
  /// The files that are looked at, each with its `metadata.name`.
  package var names: [(file: String, name: String?)] {
    parsed.blueprints.blueprints.map { ($0.file, $0.name) }
  }
  /// The names of the selection that mean neither an entry nor a model.
  package private(set) var namesOfNothing: [String] = []
  /// What `!Env` and `!File` looked at.
  package private(set) var consulted = Consulted()

  /// What the set was made of, for another resolution with other answers.
  package let parsed: ParsedSet
  package let options: Options
  package let answers: [Question: Answer]
  /// What must not be said: the values of secrets and of variables that are not shown.
  package private(set) var secretMask = SecretMask([])

  private var catalog: Catalog { parsed.catalog }
  private var release: BackgroundRelease?

  /// Parses, resolves and validates files; every mistake in every file is in `diagnostics`.
  package init(
    _ files: [BlueprintFiles.File], catalog: Catalog, options: Options, answers: [Question: Answer] = [:]
  ) {
    self.init(ParsedSet(files, catalog: catalog), options: options, answers: answers)
  }

  /// Resolves and validates a parsed set.
  package init(_ parsed: ParsedSet, options: Options, answers: [Question: Answer] = [:]) {
    self.parsed = parsed
    self.options = options
    self.answers = answers
    diagnostics = parsed.diagnostics
    let (resolved, slots) = resolve()
    // At the end, since two threads that allocate and free stand in each other's way.
    defer { _ = parsed.fastPath.release(of: slots) }
    var merged = MergedEntries(resolved)
    diagnostics += merged.diagnostics
    failures.formUnion(merged.failures)
    // A plan knows which objects are there, and lack nothing.
    if options.isOffline { warnOfMissingFields(in: merged.entries) }
    if let cycle = merged.order() { diagnostics.append(cycle) }
    entries = merged.entries
    if !failures.isEmpty { entries.removeAll { failures.contains($0.address) } }
    diagnostics = diagnostics.withoutRepeats.asStrict(options.isStrict)
      .masked(by: secretMask, sources: parsed.sources)
    leaveOut()
    release = parsed.fastPath.release(of: (entries, merged, parsed.blueprints))
  }

  /// The set once more, with other answers.
  package func with(answers: [Question: Answer]) -> DesiredSet {
    DesiredSet(parsed, options: options, answers: answers)
  }

  /// The entries, and what they were made of; notes what else their resolution tells.
  private mutating func resolve() -> (entries: [ResolvedEntry?], slots: [EntrySlot]) {
    var resolution = Resolution(parsed.blueprints, catalog: catalog, options: options, answers: answers)
    let applications = BlueprintApplications(&resolution)
    let (resolved, unresolved) = resolution.resolveAll(parsed.fastPath)
    for index in unresolved { describe(index, &resolution) }
    resolution.warnOfSharedNames()
    namesOfNothing = resolution.namesOfNothing()
    diagnostics += findings(resolution)
    secretMask = resolution.secretMask(resolved)
    questions = Array(resolution.questions.open)
    late = resolution.questions.late
    consulted = resolution.consulted
    let ordered = applications.ordered(resolved, resolution)
    return (applications.inMergeOrder(ordered, resolution), resolution.table.takeSlots())
  }

  /// What was found about the entries; notes which of them have a mistake.
  private mutating func findings(_ resolution: Resolution) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for slot in resolution.table.slots where !slot.diagnostics.isEmpty {
      // What a file has too much of to be told may be a mistake of any of its entries.
      let isAlone = resolution.isToldWhole(slot.blueprint) && !BlueprintApplications.isOne(slot)
      findings += slot.diagnostics.map { diagnostic in
        var finding = diagnostic
        finding.isOfOneEntry = isAlone
        return finding
      }
      guard isAlone, slot.diagnostics.asStrict(options.isStrict).hasErrors else { continue }
      if let address = slot.knownAddress {
        failures.insert(address)
      } else {
        unidentified.append(slot.entry.location)
      }
    }
    return findings
  }

  /// A file that is left out still describes its objects, which are so not left over.
  private mutating func leaveOut() {
    var options = options
    options.isOffline = true
    var resolution = Resolution(parsed.leftOut, catalog: catalog, options: options, answers: [:])
    for index in resolution.table.indices {
      // What is of no known kind describes no object that could be recorded.
      if let model = resolution.model(of: index), catalog.kind(model) == nil { continue }
      describe(index, &resolution)
    }
  }

  private mutating func describe(_ index: Int, _ resolution: inout Resolution) {
    if let identity = resolution.identity(of: index) {
      described.insert(identity.address)
    } else {
      unidentified.append(resolution.table[index].entry.location)
    }
  }

  private mutating func warnOfMissingFields(in entries: [ResolvedEntry]) {
    for entry in entries where !entry.isWhole {
      guard let kind = catalog.kind(entry.model) else { continue }
      if let finding = EntryValidator.missing(in: entry, as: kind) { diagnostics.append(finding) }
    }
  }
}

extension [Diagnostic] {
  /// A value of the context that several fields use tells its mistake once.
  fileprivate var withoutRepeats: [Diagnostic] {
    Array(OrderedSet(self))
  }
}
