import Catalog
import Model
import OrderedCollections
import YAML

/// Resolves the entries of a set of blueprints: their tags, and the references between them.
///
/// Everything is resolved when it is first asked for, since a reference may lead to any entry of the set,
/// and remembered. What only the server can answer becomes a question and stays symbolic until then.
struct Resolution {
  /// How deeply values, and the references between entries, may nest.
  static let depthLimit = 512

  let catalog: Catalog
  let options: DesiredSet.Options
  let blueprints: [Blueprint]
  /// The directory arguments that the blueprints were found under.
  let roots: [String?]
  var table: EntryTable
  var questions: QuestionLog
  var consulted = Consulted()
  /// How deeply the value nests that is being resolved, with the entries that it refers to.
  var depth = 0
  /// The entries whose identity is being resolved, outermost first.
  var openIdentities: [Int] = []
  /// The context of each file that has been asked for one.
  var contexts: [Int: MapPairs] = [:]
  /// How many values the tags of one file may produce.
  private let valueLimit: Int
  private var budgets: [FileBudget]

  init(
    _ parsed: ParsedBlueprints, catalog: Catalog, options: DesiredSet.Options, answers: [Question: Answer]
  ) {
    self.catalog = catalog
    self.options = options
    blueprints = parsed.blueprints
    roots = parsed.roots
    table = EntryTable(parsed)
    questions = QuestionLog(answers: answers)
    valueLimit = parsed.valueLimit
    budgets = parsed.valueCounts.map { FileBudget(valueCount: $0, valueLimit: parsed.valueLimit) }
  }

  /// True if a value that is not known yet may be known in a later turn, or need not be.
  var hasOpenEnd: Bool { options.isOffline || !questions.open.isEmpty }

  /// Entries that never apply together may share an `id`, and `!KeyOf` takes the one that does.
  mutating func warnOfSharedNames() {
    for index in table.sharedNames where isSelected(index) {
      guard let id = table[index].entry.id, isTarget(index), head(of: index)?.isUncertain == false,
        let first = table.identified[table[index].blueprint][id]?.first(where: { $0 < index && isTarget($0) })
      else { continue }
      report(
        .warning(
          "the id `\(id)` is also that of the entry at \(table[first].entry.location), which `!KeyOf \(id)` means; give each its own",
          at: table[index].entry.location, strict: true), scope(index))
    }
  }

  func scope(_ index: Int) -> Scope {
    Scope(entry: index, blueprint: table[index].blueprint)
  }

  mutating func report(_ diagnostic: Diagnostic, _ scope: Scope) {
    if let told = budgets[scope.blueprint].admit(diagnostic) { table[scope.entry].diagnostics.append(told) }
  }

  /// True if every mistake of a file is among the findings of the entry that has it.
  func isToldWhole(_ blueprint: Int) -> Bool { budgets[blueprint].isToldWhole }

  /// The end of a sentence that offers what may have been meant, where it is still told.
  func hint<Names: Collection<String>>(
    for name: String, among names: @autoclosure () -> Names, _ scope: Scope
  ) -> String {
    budgets[scope.blueprint].isFindingLimitReached ? "" : Suggestion.hint(for: name, among: names())
  }

  mutating func reportError(_ message: String, _ node: Node, _ scope: Scope) {
    report(.error(message, at: location(node, scope)), scope)
  }

  /// Reports a mistake that leaves no result.
  mutating func fail<Result>(_ message: String, _ node: Node, _ scope: Scope) -> Result? {
    reportError(message, node, scope)
    return nil
  }

  func location(_ node: Node, _ scope: Scope) -> SourceLocation {
    node.mark.location(in: blueprints[scope.blueprint].file)
  }

  /// Runs something, and tells whether an answer of the server was lacking for it.
  mutating func asking<Result>(
    _ body: (inout Resolution) -> Result
  ) -> (result: Result, lacksAnswer: Bool) {
    let before = questions.lackCount
    let result = body(&self)
    return (result, questions.lackCount > before)
  }

  /// Counts the values that a node has made; false where a file has had too many, which is said once.
  mutating func count(_ size: Int, _ node: Node, _ scope: Scope) -> Bool { count(size, at: node.mark, scope) }

  mutating func count(_ size: Int, at mark: Mark, _ scope: Scope) -> Bool {
    let wasWithin = budgets[scope.blueprint].isWithinValues
    budgets[scope.blueprint].add(values: size)
    guard !budgets[scope.blueprint].isWithinValues else { return true }
    if wasWithin {
      report(
        .error(
          "the tags of this file produce more than \(valueLimit) values; that cannot be meant",
          at: mark.location(in: blueprints[scope.blueprint].file)), scope)
    }
    return false
  }
}
