import ArgumentParser
import Blueprints
import Files
import Model
import Operations
import OrderedCollections
import YAML

/// What tags may read: the context, the environment and files.
struct LanguageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A value for !Context, read as YAML (repeatable). Wins over --context-file.", valueName: "key=value"))
  var context: [String] = []

  @Option(
    help: ArgumentHelp(
      "A YAML file with values for !Context. They win over the values in the blueprints.", valueName: "file"),
    completion: .file())
  var contextFile: String?

  @Option(
    help: ArgumentHelp(
      "A folder that !File may read, in addition to the folder of the blueprint (repeatable).",
      valueName: "dir"),
    completion: .directory)
  var allowFileRoot: [String] = []

  @Flag(help: "Do not let !File read anything.")
  var noFile = false

  @Flag(help: "Do not let !Env read anything.")
  var noEnv = false

  @Option(
    help: ArgumentHelp(
      "Let !Env read only variables that match the pattern (repeatable).", valueName: "pattern"))
  var envAllow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Show the values of variables that match the pattern. All others are masked (repeatable).",
      valueName: "pattern"))
  var envShow: [String] = []

  /// The options of a set of blueprints; `contextFiles` is the result of that function.
  func desiredSetOptions(
    _ settings: Settings, _ contextFiles: [String: [UInt8]], only: Selection = Selection(), isStrict: Bool,
    isOffline: Bool
  ) throws -> DesiredSet.Options {
    DesiredSet.Options(
      only: only, isStrict: isStrict, context: try values(settings, contextFiles),
      environment: EnvironmentAccess(
        variables: RunContext.process.variables, isAllowed: !noEnv, allowedPatterns: envAllow,
        shownPatterns: envShow),
      readFile: FileAccess(isAllowed: !noFile, roots: allowFileRoot).readingOnce(), isOffline: isOffline)
  }

  /// The bytes of the context file by its path; empty if there is none. The file is read only here.
  func contextFiles(_ settings: Settings) throws -> [String: [UInt8]] {
    guard let contextFile = contextFile ?? settings[.contextFile] else { return [:] }
    return [contextFile: try read(contextFile)]
  }

  private func values(_ settings: Settings, _ contextFiles: [String: [UInt8]]) throws -> ValueMap {
    var values = Value.map(settings.context)
    for (path, bytes) in contextFiles {
      values = values.merged(with: try value(of: bytes, named: path))
      guard values.map != nil else {
        throw CommandFailure(.usage, "\(path) is not a map; --context-file takes keys and values")
      }
    }
    for text in context {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandFailure(.usage, "--context takes key=value, not \(text)")
      }
      // A value that only looks like a YAML number or date is a text. So is infinity, which JSON lacks.
      var value = PlainScalar.value(of: parts[1]) ?? .string(parts[1])
      if case .double(let number) = value, !number.isFinite { value = .string(parts[1]) }
      values = values.merged(with: .map([parts[0]: value]))
    }
    return values.map ?? [:]
  }

  private func read(_ path: String) throws -> [UInt8] {
    try InputFile.read(path, advice: "check the path given with --context-file")
  }

  private func value(of bytes: [UInt8], named path: String) throws -> Value {
    switch ContextReader.read(SourceText(file: path, bytes: bytes)) {
    case .success(let value): return value
    case .failure(let problem): throw CommandFailure(.usage, problem.message)
    }
  }
}
