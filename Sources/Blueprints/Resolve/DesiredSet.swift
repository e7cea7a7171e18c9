package import Catalog
package import Model
import OrderedCollections
import YAML

/// All objects that a set of blueprints describes, with one resolved entry each.
///
/// Resolving is pure. While `questions` is not empty, resolve the same parsed set again with the answers.
package struct DesiredSet: Sendable {
  /// The resolved entries. An entry comes after those that it refers to, otherwise in the order of the arguments and
  /// documents.
  package private(set) var entries: [ResolvedEntry] = []
  /// The questions that must be answered before the entries are final, in a stable order.
  package private(set) var questions: [Question] = []
  /// The answered questions that pending values depend on. An apply may change their answers.
  package private(set) var late: Set<Question> = []
  /// Files that were found by a directory walk and left out because of their label.
  package var skippedFiles: [String] { parsed.leftOut.blueprints.map(\.file) }
  /// Addresses of objects that are described but left out: because of their file's label, or because of an entry with a
  /// mistake that is absent or skipped.
  package private(set) var described: Set<ResourceAddress> = []
  /// The places of entries with an unknown object, which are left out or have a mistake.
  package private(set) var unidentified: [SourceLocation] = []
  /// Addresses of entries with a mistake, which are not in `entries`. If the address is unknown too, the entry is in
  /// `unidentified`.
  package private(set) var failures: Set<ResourceAddress> = []
  package private(set) var diagnostics: [Diagnostic] = []
  /// The files that are checked, each with its `metadata.name`.
  package var names: [(file: String, name: String?)] {
    parsed.blueprints.blueprints.map { ($0.file, $0.name) }
  }
  /// The names of the selection that match neither an entry nor a model.
  package private(set) var namesOfNothing: [String] = []
  /// The inputs that `!Env` and `!File` read.
  package private(set) var consulted = Consulted()

  /// The parsed files, for another resolution with other answers.
  package let parsed: ParsedSet
  package let options: Options
  package let answers: [Question: Answer]
  /// Masks the values of secrets, and of variables that are not shown.
  package private(set) var secretMask = SecretMask([])

  private var catalog: Catalog { parsed.catalog }
  private var release: BackgroundRelease?

  /// Parses, resolves and validates files. All mistakes in all files are in `diagnostics`.
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
    // At the end: two threads that allocate and free memory slow each other down.
    defer { _ = parsed.fastPath.release(of: slots) }
    var merged = MergedEntries(resolved)
    diagnostics += merged.diagnostics
    failures.formUnion(merged.failures)
    // Only without a server: a plan knows which objects exist, and those need no further fields.
    if options.isOffline { warnOfMissingFields(in: merged.entries) }
    if let cycle = merged.order() { diagnostics.append(cycle) }
    entries = merged.entries
    if !failures.isEmpty { entries.removeAll { failures.contains($0.address) } }
    diagnostics = diagnostics.withoutRepeats.asStrict(options.isStrict)
      .masked(by: secretMask, sources: parsed.sources)
    leaveOut()
    release = parsed.fastPath.release(of: (entries, merged, parsed.blueprints))
  }

  /// Resolves the set again with other answers.
  package func with(answers: [Question: Answer]) -> DesiredSet {
    DesiredSet(parsed, options: options, answers: answers)
  }

  /// Returns the entries and their slots, and stores the other results of the resolution.
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

  /// Returns the findings of all entries, and records which entries have a mistake.
  private mutating func findings(_ resolution: Resolution) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for slot in resolution.table.slots where !slot.diagnostics.isEmpty {
      // If a file has too many findings, any of its entries may have an unlisted mistake.
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

  /// Describes the objects of files that are left out, so that they do not count as removed.
  private mutating func leaveOut() {
    var options = options
    options.isOffline = true
    var resolution = Resolution(parsed.leftOut, catalog: catalog, options: options, answers: [:])
    for index in resolution.table.indices {
      // An entry of an unknown kind cannot describe a recorded object.
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
  /// Removes repeated findings: several fields may use the same wrong value of the context.
  fileprivate var withoutRepeats: [Diagnostic] {
    Array(OrderedSet(self))
  }
}
