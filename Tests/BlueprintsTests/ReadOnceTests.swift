import Catalog
import Model
import OrderedCollections
import Synchronization
import TestSupport
import Testing

@testable import Blueprints

/// The files of a set are read and parsed once, however many turns its questions take.
@Suite struct ReadOnceTests {
  private final class Counter: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    var all: [String: Int] { counts.withLock { $0 } }
  }

  private static let files = [
    BlueprintText.file(
      "entries:\n- {model: authentik_core.group, identifiers: {name: !Find [authentik_rbac.role, [name, a]]}, attrs: {attributes: {a: !File note}}}\n",
      "a.yaml"),
    BlueprintText.file(
      // The second look-up needs the answer of the first.
      """
      entries:
      - model: authentik_core.group
        identifiers: {name: b}
        attrs:
          attributes:
            b: !AtIndex [!FindObject [authentik_core.user, [username, !AtIndex [!FindObject [authentik_rbac.role, [name, b]], name]]], pk]
            c: !File note

      """, "b.yaml"),
  ]

  @Test(arguments: [FastPath.on, .off]) func eachFileIsParsedOnce(path: FastPath) throws {
    let (catalog, parsed) = (try BlueprintText.catalog(), Counter())
    let set = ParsedSet(Self.files, catalog: catalog, fastPath: path) {
      parsed.add($0.file)
      return path.read($0, catalog: catalog)
    }
    var desired = DesiredSet(
      set, options: DesiredSet.Options(readFile: { _, _, _ in .text("n", path: "n", bytes: []) }))
    var turns = 1
    while case let open = desired.questions.filter({ desired.answers[$0] == nil }), !open.isEmpty {
      let answers = open.map { ($0, Answer(value: ["pk": 1, "name": "x", "username": "x"])) }
      desired = desired.with(answers: desired.answers.merging(answers) { $1 })
      turns += 1
    }
    #expect(turns == 3 && desired.entries.count == 2)
    #expect(BlueprintText.lines(desired.diagnostics) == "")
    #expect(parsed.all == ["a.yaml": 1, "b.yaml": 1])
  }

  @Test func whatAFileHoldsIsRemembered() throws {
    let directory = try TemporaryDirectory()
    try directory.write("first", to: "note")
    let read = FileAccess().readingOnce()
    func text() -> String? {
      if case .text(let text, _, _) = read("note", directory.path("b.yaml"), nil) { text } else { nil }
    }
    #expect(text() == "first")
    try directory.write("second", to: "note")
    #expect(text() == "first")
  }
}
