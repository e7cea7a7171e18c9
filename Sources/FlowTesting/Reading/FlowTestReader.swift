import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

/// Reads one test file and collects all of its mistakes.
struct FlowTestReader {
  struct Result {
    var tests: [FlowTest] = []
    var diagnostics: [Diagnostic] = []
    /// Values that tags read.
    var secrets: [Value] = []
    /// Secrets that are written in the file.
    var literalSecrets: [Value] = []
  }

  let file: String
  var resolver: ValueResolver
  var result = Result()
  private var limit = FindingLimit()
  /// The places of the parts of the test that is being read.
  var places: [FieldPath: SourceLocation] = [:]

  static func read(
    _ file: BlueprintFiles.File, catalog: Catalog, options: DesiredSet.Options
  ) -> Result {
    let name = file.source.file
    do {
      guard let root = try NodeReader.read(file.source.bytes) else {
        return Result(diagnostics: [
          .error(
            "the file holds no tests; expected `tests` with a list",
            at: Mark(line: 1, column: 1).location(in: name)
          )
          .about(.test)
        ])
      }
      var reader = FlowTestReader(
        file: name,
        resolver: ValueResolver(
          name, root: file.root, context: context(of: root), catalog: catalog, options: options))
      reader.readTests(root)
      return reader.finished
    } catch {
      return Result(diagnostics: [.error(error.message, at: error.mark.location(in: name)).about(.syntax)])
    }
  }

  private init(file: String, resolver: ValueResolver) {
    self.file = file
    self.resolver = resolver
  }

  private var finished: Result {
    var result = result
    result.secrets = resolver.secrets
    result.diagnostics = (result.diagnostics + resolver.diagnostics.map { $0.about(.test) })
      .sorted { one, other in
        guard let left = one.location, let right = other.location else { return other.location != nil }
        return left < right
      }
    return result
  }

  /// The values for `!Context`.
  private static func context(of root: Node) -> Node? {
    guard case .map(let source) = root.content else { return nil }
    return source.last { $0.key.literal == "context" }?.value
  }

  private mutating func readTests(_ root: Node) {
    guard let pairs = map(root, "the file", keys: ["tests", "context"]) else { return }
    if let context = pairs["context"] { _ = map(context.value, "`context`") }
    guard let tests = pairs["tests"] else {
      return error("the file has no `tests`; expected a list", root.mark)
    }
    var seen: [String: SourceLocation] = [:]
    for node in list(tests.value, "`tests`") {
      guard let test = test(node) else { continue }
      if let first = seen[test.name], !test.name.isEmpty {
        report(
          .warning(
            "the test at line \(first.line) has the name `\(test.name.shortened)` too; give each test its own name",
            at: test.place, strict: true
          ).related(first, "the first test with this name"))
      }
      seen[test.name] = seen[test.name] ?? test.place
      result.tests.append(test)
    }
  }

  // MARK: - Findings

  mutating func report(_ diagnostic: Diagnostic) {
    if let told = limit.admit(diagnostic.about(.test)) { result.diagnostics.append(told) }
  }

  mutating func error(_ message: String, _ mark: Mark) {
    report(.error(message, at: mark.location(in: file)))
  }

  /// Reports a mistake and returns nil.
  mutating func fail<Value>(_ message: String, _ node: Node) -> Value? {
    error(message, node.mark)
    return nil
  }

  var errorCount: Int {
    result.diagnostics.count { $0.severity == .error } + resolver.diagnostics.count { $0.severity == .error }
  }
}
