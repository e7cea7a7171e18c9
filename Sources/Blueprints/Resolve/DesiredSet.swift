package import Catalog
package import Model
import OrderedCollections
import YAML

/// Everything that a set of blueprints asks for: one resolved entry for each object.
///
/// Resolving is pure: while `questions` is not empty, resolve the same parsed set again with their answers.
package struct DesiredSet: Sendable {
  package struct Options: Sendable {
    package var only: Selection
    package var isStrict: Bool
    /// Laid over the context of every file.
    package var context: ValueMap
    package var environment: EnvironmentAccess
    /// What reads a file for `!File`.
    package var readFile: FileAccess.Read
    /// True if no server will be asked: what only it can answer stays symbolic and is no error.
    package var isOffline: Bool

    package init(
      only: Selection = Selection(), isStrict: Bool = false, context: ValueMap = [:],
      environment: EnvironmentAccess = EnvironmentAccess(variables: [:]),
      readFile: @escaping FileAccess.Read = { _, _, _ in .switchedOff }, isOffline: Bool = false
    ) {
      self.only = only
      self.isStrict = isStrict
      self.context = context
      self.environment = environment
      self.readFile = readFile
      self.isOffline = isOffline
    }
  }

  /// Those that others refer to first; among equals in the order of the arguments and documents.
  package private(set) var entries: [ResolvedEntry] = []
  /// What must be asked before the entries are final, in a stable order.
  package private(set) var questions: [Question] = []
  /// Those of the answered questions that an apply may make another answer to, and that values which are
  /// only known after it depend on.
  package private(set) var late: Set<Question> = []
  /// Files that a directory walk found and whose label says that discovery leaves them out.
  package private(set) var skippedFiles: [String] = []
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
  package private(set) var names: [(file: String, name: String?)] = []
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
  private var positions: [ResourceAddress: Int] = [:]
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
    names = parsed.blueprints.blueprints.map { ($0.file, $0.name) }
    let (resolved, slots) = resolve()
    // At the end, since two threads that allocate and free stand in each other's way.
    defer { _ = parsed.fastPath.release(of: slots) }
    entries.reserveCapacity(resolved.count)
    positions.reserveCapacity(resolved.count)
    for case let entry? in resolved { add(entry) }
    // A plan knows which objects are there, and lack nothing.
    for entry in entries where options.isOffline && !entry.isWhole {
      guard let kind = catalog.kind(entry.model) else { continue }
      if let finding = EntryValidator.missing(in: entry, as: kind) { diagnostics.append(finding) }
    }
    order()
    if !failures.isEmpty { entries.removeAll { failures.contains($0.address) } }
    diagnostics = diagnostics.withoutRepeats.asStrict(options.isStrict)
      .masked(by: secretMask, sources: parsed.sources)
    leaveOut()
    release = parsed.fastPath.release(of: (entries, positions, parsed.blueprints))
    positions = [:]
  }

  /// The set once more, with other answers.
  package func with(answers: [Question: Answer]) -> DesiredSet {
    DesiredSet(parsed, options: options, answers: answers)
  }

  /// The entries, and what they were made of; notes what else their resolution tells.
  private mutating func resolve() -> (entries: [ResolvedEntry?], slots: [EntrySlot]) {
    var resolution = Resolution(parsed.blueprints, catalog: catalog, options: options, answers: answers)
    let applications = BlueprintApplications(&resolution)
    let resolved = resolve(&resolution)
    resolution.warnOfSharedNames()
    namesOfNothing = resolution.namesOfNothing()
    diagnostics += findings(resolution)
    secretMask = resolution.secretMask(resolved)
    questions = Array(resolution.questions)
    late = resolution.late
    consulted = resolution.consulted
    let ordered = applications.ordered(resolved, resolution)
    return (applications.inMergeOrder(ordered, resolution), resolution.takeSlots())
  }

  /// What was found about the entries; notes which of them have a mistake.
  private mutating func findings(_ resolution: Resolution) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for slot in resolution.slots where !slot.diagnostics.isEmpty {
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

  /// The entries that are looked at, each at the position of its slot.
  private mutating func resolve(_ resolution: inout Resolution) -> [ResolvedEntry?] {
    var entries: [ResolvedEntry?] = Array(repeating: nil, count: resolution.slots.count)
    var (absent, skipped): ([Int], [Int]) = ([], [])
    for index in resolution.slots.indices {
      parsed.fastPath.takeRoom(forEntryAt: index)
      guard resolution.isSelected(index) else { continue }
      if let fast = resolution.slots[index].fast {
        entries[index] = fast.resolved
        continue
      }
      guard !BlueprintApplications.isOne(index, &resolution) else { continue }
      let kind = resolution.plannedKind(of: index)
      guard let kind, let head = resolution.head(of: index) else {
        resolution.examine(index, as: kind)
        continue
      }
      if !head.isEnabled {
        skipped.append(index)
      } else if head.state == .absent {
        if resolution.identity(of: index) != nil { absent.append(index) }
      } else {
        entries[index] = resolution.resolvedEntry(index, as: kind, head)
      }
    }
    // Of an object that is to be deleted, the attributes only tell what it refers to. A skipped entry still
    // describes its object, and what its conditions guard it against is no mistake.
    for index in absent + skipped {
      guard let kind = resolution.kind(of: index), let head = resolution.head(of: index) else { continue }
      let diagnostics = resolution.slots[index].diagnostics
      let count = resolution.questions.count
      entries[index] = resolution.resolvedEntry(index, as: kind, head)
      if entries[index] == nil { describe(index, resolution.identity(of: index), resolution) }
      resolution.slots[index].diagnostics = diagnostics
      resolution.questions.removeLast(resolution.questions.count - count)
    }
    return entries
  }

  /// Puts the entries in the order in which they are applied.
  private mutating func order() {
    var needs = link()
    while true {
      switch EntryOrder.sort(entries, needs: needs) {
      case .success(let order):
        if let order { entries = order.map { entries[$0] } }
        return
      case .failure(let cycle):
        guard yield(in: cycle, &needs) else {
          diagnostics.append(cycle.diagnostic(entries))
          return
        }
      }
    }
  }

  /// That one blueprint comes before another yields where a reference goes the other way: what the later one
  /// lays over an object of the earlier one may refer to an object of the later one. False where none can.
  private mutating func yield(in cycle: EntryOrder.Cycle, _ needs: inout [[Int]]) -> Bool {
    var hasYielded = false
    for (index, need) in zip(cycle.positions, cycle.positions.dropFirst()) {
      let (entry, other) = (entries[index], entries[need].address)
      guard entry.comesAfter.contains(other), !entry.references.contains(other) else { continue }
      entries[index] = entry.with(
        references: entry.references, comesAfter: entry.comesAfter.subtracting([other]))
      needs[index].removeAll { $0 == need }
      hasYielded = true
    }
    return hasYielded
  }

  /// A file that is left out still describes its objects, which are so not left over.
  private mutating func leaveOut() {
    var options = options
    options.isOffline = true
    skippedFiles = parsed.leftOut.blueprints.map(\.file)
    var resolution = Resolution(parsed.leftOut, catalog: catalog, options: options, answers: [:])
    for index in resolution.slots.indices {
      // What is of no known kind describes no object that could be recorded.
      if let model = resolution.model(of: index), catalog.kind(model) == nil { continue }
      describe(index, resolution.identity(of: index), resolution)
    }
  }

  private mutating func describe(
    _ index: Int, _ identity: EntrySlot.Identity?, _ resolution: Resolution
  ) {
    if let identity {
      described.insert(identity.address)
    } else {
      unidentified.append(resolution.slots[index].entry.location)
    }
  }

  /// Two entries for one object become one: fields merge and the later value wins.
  private mutating func add(_ entry: ResolvedEntry) {
    guard let position = positions[entry.address] else {
      positions[entry.address] = entries.count
      entries.append(entry)
      return
    }
    let first = entries[position]
    guard first.isEnabled, entry.isEnabled else {
      if entry.isEnabled { entries[position] = entry }
      return
    }
    guard (first.state == .absent) == (entry.state == .absent) else {
      var finding = Diagnostic.error(
        "\(entry.address) is \(entry.state.rawValue) here and \(first.state.rawValue) at \(first.location); keep one",
        at: entry.location)
      finding.isOfOneEntry = true
      diagnostics.append(finding)
      failures.insert(entry.address)
      return
    }
    diagnostics.append(
      .warning(
        "\(entry.address) is described twice, first at \(first.location); where both set a field, this one wins",
        at: entry.location, strict: true))
    entries[position] = first.overlaid(with: entry)
  }

  /// Notes which entries refer to which; the positions of what each needs, in ascending order.
  private mutating func link() -> [[Int]] {
    entries.indices.map { index in
      let entry = entries[index]
      guard entry.hasReferences || !entry.comesAfter.isEmpty else { return [] }
      let comesAfter = entry.comesAfter.subtracting([entry.address])
      var references: Set<ResourceAddress> = []
      var needs = comesAfter.compactMap { positions[$0] }
      for reference in entry.allReferences {
        guard let position = positions[reference.address], references.insert(reference.address).inserted
        else { continue }
        needs.append(position)
      }
      entries[index] = entry.with(references: references, comesAfter: comesAfter)
      return needs.sorted()
    }
  }
}

extension [Diagnostic] {
  /// A value of the context that several fields use tells its mistake once.
  fileprivate var withoutRepeats: [Diagnostic] {
    Array(OrderedSet(self))
  }
}
