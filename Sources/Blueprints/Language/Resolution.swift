import Catalog
import Model
import OrderedCollections
import YAML

/// Resolves the entries of a set of blueprints: their tags, and the references between them.
///
/// Everything is resolved when it is first asked for, since a reference may lead to any entry of the set,
/// and remembered. What only the server can answer becomes a question and stays symbolic until then.
struct Resolution {
  enum Limits {
    /// How many values the tags of one file may produce.
    static let nodes = 1_000_000
    /// How deeply values, and the references between entries, may nest.
    static let depth = 512
  }

  let catalog: Catalog
  let options: DesiredSet.Options
  let answers: [Question: Answer]
  let blueprints: [Blueprint]
  /// The directory arguments that the blueprints were found under.
  let roots: [String?]
  var slots: [EntrySlot]
  var questions: OrderedSet<Question> = []
  /// Questions to which an apply may make another answer, and that pending values depend on.
  var late: Set<Question> = []
  var consulted = Consulted()
  /// What is known of the value that is being resolved, from that value on.
  var traces: [ValueTrace] = []
  var depth = 0
  /// How many values each file's tags have produced.
  var nodeCounts: [Int]
  /// What each file's tags have had said of them.
  var findingLimits: [FindingLimit]
  /// The entries whose identity is being resolved, outermost first.
  var openIdentities: [Int] = []
  /// The entries of each file by their `id`.
  let identified: [[String: [Int]]]
  /// The entries whose `id` another entry above them in the file has.
  private let sharedNames: [Int]
  /// The entries by the primary key that their identifiers spell out.
  let primaryKeys: [String: [Int]]
  /// Where the entries stand whose identity is known; nil until one is looked for, which few sets do.
  private var positions: [ResourceAddress: Int]?
  var findIndex = FindIndex()
  /// The context of each file that has been asked for one.
  var contexts: [Int: MapPairs] = [:]

  init(
    _ parsed: ParsedBlueprints, catalog: Catalog, options: DesiredSet.Options, answers: [Question: Answer]
  ) {
    self.catalog = catalog
    self.options = options
    self.answers = answers
    blueprints = parsed.blueprints
    roots = parsed.roots
    nodeCounts = parsed.valueCounts
    findingLimits = Array(repeating: FindingLimit(), count: parsed.blueprints.count)
    identified = parsed.identified
    sharedNames = parsed.sharedNames
    primaryKeys = parsed.primaryKeys
    slots = parsed.entries.map(EntrySlot.init)
  }

  /// Where the entry stands that has the address, of those whose identity is known.
  mutating func position(of address: ResourceAddress) -> Int? {
    if positions == nil {
      positions = [:]
      for index in slots.indices {
        if let address = slots[index].knownAddress { notePosition(index, of: address) }
      }
    }
    return positions?[address]
  }

  /// Of several entries that have one address, the first counts.
  mutating func notePosition(_ index: Int, of address: ResourceAddress) {
    if positions != nil, positions?[address] == nil { positions?[address] = index }
  }

  /// The slots, which are then no longer here.
  mutating func takeSlots() -> [EntrySlot] {
    let taken = slots
    slots = []
    return taken
  }

  /// True if a value that is not known yet may be known in a later turn, or need not be.
  var hasOpenEnd: Bool { options.isOffline || !questions.isEmpty }

  /// Entries that never apply together may share an `id`, and `!KeyOf` takes the one that does.
  mutating func warnOfSharedNames() {
    for index in sharedNames where isSelected(index) {
      guard let id = slots[index].entry.id, isTarget(index), head(of: index)?.isUncertain == false,
        let first = identified[slots[index].blueprint][id]?.first(where: { $0 < index && isTarget($0) })
      else { continue }
      report(
        .warning(
          "the id `\(id)` is also that of the entry at \(slots[first].entry.location), which `!KeyOf \(id)` means; give each its own",
          at: slots[index].entry.location, strict: true), scope(index))
    }
  }

  func scope(_ index: Int) -> Scope {
    Scope(entry: index, blueprint: slots[index].blueprint)
  }

  mutating func report(_ diagnostic: Diagnostic, _ scope: Scope) {
    if let told = findingLimits[scope.blueprint].admit(diagnostic) {
      slots[scope.entry].diagnostics.append(told)
    }
  }

  /// True if every mistake of a file is among the findings of the entry that has it.
  func isToldWhole(_ blueprint: Int) -> Bool {
    !findingLimits[blueprint].isReached && nodeCounts[blueprint] <= Limits.nodes
  }

  /// The end of a sentence that offers what may have been meant, where it is still told.
  func hint<Names: Collection<String>>(
    for name: String, among names: @autoclosure () -> Names, _ scope: Scope
  ) -> String {
    findingLimits[scope.blueprint].isReached ? "" : Suggestion.hint(for: name, among: names())
  }

  /// Reports a mistake; the value that it leaves is none.
  mutating func fail(_ message: String, _ node: Node, _ scope: Scope) -> Value? {
    report(.error(message, at: location(node, scope)), scope)
    return nil
  }

  func location(_ node: Node, _ scope: Scope) -> SourceLocation {
    node.mark.location(in: blueprints[scope.blueprint].file)
  }

  mutating func ask(_ question: Question) -> Answer? {
    if let answer = answers[question] { return answer }
    questions.append(question)
    return nil
  }

  /// Counts the values that a node has made; false where a file has had too many, which is said once.
  mutating func count(_ size: Int, _ node: Node, _ scope: Scope) -> Bool { count(size, at: node.mark, scope) }

  mutating func count(_ size: Int, at mark: Mark, _ scope: Scope) -> Bool {
    let before = nodeCounts[scope.blueprint]
    nodeCounts[scope.blueprint] = before + size
    guard before + size > Limits.nodes else { return true }
    if before <= Limits.nodes {
      report(
        .error(
          "the tags of this file produce more than \(Limits.nodes) values; that cannot be meant",
          at: mark.location(in: blueprints[scope.blueprint].file)), scope)
    }
    return false
  }
}
