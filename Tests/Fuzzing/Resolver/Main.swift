import Blueprints
import Catalog
import FuzzingHarness
import Model
import OrderedCollections

/// Any bytes as a blueprint, resolved without a server, and then with a server that finds an object for every question.
/// The tags stay within their limits, and the questions come to an end.
@main
enum ResolverFuzzing {
  static func main() throws {
    let catalog = try EmbeddedCatalog.newest.load()
    let folder = ScratchFolder.make()
    ScratchFolder.write(Array(" a note\n".utf8), to: folder + "/note.txt")
    ScratchFolder.write([0xFF], to: folder + "/binary")
    var options = DesiredSet.Options(
      context: ["name": "acme", "list": ["a", ["b": 1]], "number": 3],
      environment: EnvironmentAccess(
        variables: ["SHOWN": "value", "HIDDEN": "h", "EMPTY": "", "AUTHENTIK_TOKEN": "t", "OTHER": "o"],
        allowedPatterns: ["S*", "H?DDEN", "EMPTY", "MISSING"], shownPatterns: ["SHOWN"]),
      isOffline: true)
    let ready = options
    options.isOffline = false
    let asking = options
    Fuzzer.run { bytes in
      let files = [
        BlueprintFiles.File(
          source: SourceText(file: folder + "/b.yaml", bytes: bytes), isNamed: true, root: folder)
      ]
      let rendered = RenderedSet(ParsedSet(files, catalog: catalog), options: ready)
      for entry in rendered.entries { _ = JSONWriter.write(entry.value) }
      _ = DesiredSet(files, catalog: catalog, options: ready)
      resolve(files, catalog, asking)
    }
  }

  private static func resolve(
    _ files: [BlueprintFiles.File], _ catalog: Catalog, _ options: DesiredSet.Options
  ) {
    var answers: [Question: Answer] = [:]
    // An answer may lead to another question, but not endlessly: each turn resolves one reference more.
    while true {
      let desired = DesiredSet(files, catalog: catalog, options: options, answers: answers)
      for entry in desired.entries { _ = JSONWriter.write(.map(entry.values)) }
      let open = desired.questions.filter { answers[$0] == nil }
      if open.isEmpty { return }
      for question in open { answers[question] = answer(to: question, Int(answers.count)) }
    }
  }

  private static func answer(to question: Question, _ number: Int) -> Answer {
    switch question {
    case .find where number % 3 == 2: Answer(value: nil, candidates: ["one", "other"])
    case .find:
      Answer(value: ["pk": .integer(number), "slug": "s", "name": "n", "attributes": ["a": [1, "x"]]])
    case .exists: Answer(value: number % 3 == 2 ? nil : .bool(number % 3 == 1))
    case .licensed: Answer(value: true)
    case .blueprintInstances: Answer(value: [["pk": "1", "name": "n", "path": "p", "enabled": true]])
    }
  }
}
