import Catalog
import Model
import OrderedCollections
import YAML

/// Resolves the entries of a set of blueprints: their tags, and the references between them.
///
/// A reference may lead to any entry of the set, so every value is resolved when it is first needed, and is remembered.
/// If only the server knows a value, it becomes a question and stays symbolic until the answer is there.
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
  /// The nesting depth of the value that is being resolved, including the entries that it refers to.
  var depth = 0
  /// The subject of the findings at the moment.
  var topic = Diagnostic.Code.blueprint
  /// The entries with an identity that is being resolved, outermost first.
  var openIdentities: [Int] = []
  /// The contexts of files, once they were needed.
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

  /// True if an unknown value may become known in a later turn, or does not have to be known.
  var hasOpenEnd: Bool { options.isOffline || !questions.open.isEmpty }

  /// Warns about entries that share an `id`. Entries that never apply together may share one: `!KeyOf` uses the one
  /// that applies.
  mutating func warnOfSharedNames() {
    for index in table.sharedNames where isSelected(index) {
      guard let id = table[index].entry.id, isTarget(index), head(of: index)?.isUncertain == false,
        let first = table.identified[table[index].blueprint][id]?.first(where: { $0 < index && isTarget($0) })
      else { continue }
      report(
        .warning(
          "the entry at \(table[first].entry.location) has the id `\(id)` too, and `!KeyOf \(id)` means that entry; give each entry its own id",
          at: table[index].entry.location, strict: true
        ).about(.identity).related(table[first].entry.location, "the first entry with this id"), scope(index))
    }
  }

  func scope(_ index: Int) -> Scope {
    Scope(entry: index, blueprint: table[index].blueprint)
  }

  mutating func report(_ diagnostic: Diagnostic, _ scope: Scope) {
    if let told = budgets[scope.blueprint].admit(diagnostic.about(topic)) {
      table[scope.entry].diagnostics.append(told)
    }
  }

  /// True if all mistakes of a file are listed with their entries.
  func isToldWhole(_ blueprint: Int) -> Bool { budgets[blueprint].isToldWhole }

  /// Returns a suggestion for the end of a message. Empty if the file has reached its finding limit.
  func hint<Names: Collection<String>>(
    for name: String, among names: @autoclosure () -> Names, _ scope: Scope
  ) -> String {
    budgets[scope.blueprint].isFindingLimitReached ? "" : Suggestion.hint(for: name, among: names())
  }

  mutating func reportError(_ message: String, _ node: Node, _ scope: Scope) {
    report(.error(message, at: location(node, scope)), scope)
  }

  /// Reports a mistake and returns nil.
  mutating func fail<Result>(_ message: String, _ node: Node, _ scope: Scope) -> Result? {
    reportError(message, node, scope)
    return nil
  }

  func location(_ node: Node, _ scope: Scope) -> SourceLocation {
    node.mark.location(in: blueprints[scope.blueprint].file)
  }

  /// Runs a closure, and tells whether it needed an answer that the server has not given yet.
  mutating func asking<Result>(
    _ body: (inout Resolution) -> Result
  ) -> (result: Result, lacksAnswer: Bool) {
    let before = questions.lackCount
    let result = body(&self)
    return (result, questions.lackCount > before)
  }

  /// Counts the values that a node has produced. Returns false if the file has too many, which is reported once.
  mutating func count(_ size: Int, _ node: Node, _ scope: Scope) -> Bool { count(size, at: node.mark, scope) }

  mutating func count(_ size: Int, at mark: Mark, _ scope: Scope) -> Bool {
    let wasWithin = budgets[scope.blueprint].isWithinValues
    budgets[scope.blueprint].add(values: size)
    guard !budgets[scope.blueprint].isWithinValues else { return true }
    if wasWithin {
      report(
        .error(
          "the tags of this file produce more than \(valueLimit) values; check what !Enumerate repeats",
          at: mark.location(in: blueprints[scope.blueprint].file)), scope)
    }
    return false
  }
}
