package import ArgumentParser
import Blueprints
import Catalog
import FlowTesting
import Model
import Operations
import Remote
import Reporting

/// `flowform test`: walks flows as a browser does, and compares what comes with test files.
package struct TestCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Walk flows as a browser does, and check what happens.",
    discussion: """
      Runs the tests of *.flowtest.yaml files, each in a browser session of its own that never sends the API token. \
      Exits with 1 if a test failed or there is none.

      Tests of flows that create, change or delete something run only with --allow-writes, and never on a target \
      that flowform.yaml marks with `protected: true`. --timeout limits each test as well as each request, and \
      --parallelism is the number of tests at once.

      Examples:
        flowform test
        flowform test --flow login --target staging
        flowform test --allow-writes blueprints/login.flowtest.yaml
        flowform test --format junit > flow-tests.xml
        flowform test --record login blueprints/recorded.flowtest.yaml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, github, junit
  }

  @Argument(
    help: "A test file, or a folder with test files (default: where the blueprints are).",
    completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Run only the tests of this flow (repeatable).", valueName: "slug"))
  var flow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run only tests whose name has this text, or matches this pattern with * and ? (repeatable).",
      valueName: "name"))
  var name: [String] = []

  @Flag(help: "Also run tests that create, change or delete something on the server.")
  var allowWrites = false

  @Flag(help: "Add the flow inspector's view of each run, where the session may see it.")
  var inspect = false

  @Option(
    help: ArgumentHelp(
      "Walk this flow by your own answers, and write them as a test file: to the path, or to SLUG.flowtest.yaml.",
      valueName: "slug"))
  var record: String?

  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions

  @Option(
    help:
      "How to print: text or json. For a comment or a job's summary: markdown. For annotations: github. For the test report of a pipeline: junit."
  )
  var format = Format.text

  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    if allowWrites { try settings.refuseWritesOfTests() }
    if let record { return try await self.record(record, settings) }
    let files = BlueprintOptions.readTests(paths, settings)
    let set = try read(files, settings)
    let findings = files.diagnostics + set.diagnostics
    guard !findings.hasErrors else {
      let context = PlanContext(server: "", serverVersion: "")
      Console.print(
        printed(FlowTestSummary(FlowTestReport([]), findings: findings, context: context), files))
      return .failed
    }
    let tests = try chosen(set, files, settings)
    let progress = OutputOptions.progress(isQuiet: isQuiet)
    let context = RunContext.process
    async let _: Void = progress.follow(context.activity)
    return try await server.withServer(settings, context) { session in
      let report = try await report(of: tests, set.secretMask, session, settings)
      context.activity.end()
      let summary = FlowTestSummary(
        report, findings: findings, mask: set.secretMask, sources: files.tests.map(\.source),
        context: PlanContext(server: session.name, serverVersion: session.version))
      Console.print(printed(summary, files))
      return report.failedCount > 0 ? .failed : .done
    }
  }

  private func read(_ files: BlueprintFiles, _ settings: Settings) throws -> FlowTestSet {
    let options = try language.desiredSetOptions(
      settings, try language.contextFiles(settings), isStrict: false, isOffline: false)
    // The tests are the same for every version, so mistakes are told before a server is asked.
    return FlowTestSet(files.tests, catalog: try EmbeddedCatalog.newest.load(), options: options)
  }

  private func chosen(
    _ set: FlowTestSet, _ files: BlueprintFiles, _ settings: Settings
  ) throws(CommandFailure) -> [FlowTest] {
    guard !set.tests.isEmpty else {
      let places =
        files.tests.isEmpty ? BlueprintOptions.testPlaces(paths, settings) : files.tests.map(\.source.file)
      throw CommandFailure(
        .failed,
        "there is no test of a flow in \(places.map { "`\($0)`" }.joined(separator: " and ")); write one into a file that ends in .flowtest.yaml"
      )
    }
    let selection = FlowTestSelection(flows: flow, names: name)
    let tests = selection.tests(of: set)
    guard !tests.isEmpty else {
      throw CommandFailure(.failed, set.secretMask(selection.emptiness(of: set)))
    }
    return tests
  }

  private func report(
    of tests: [FlowTest], _ mask: SecretMask, _ session: ServerSession, _ settings: Settings
  ) async throws(CommandFailure) -> FlowTestReport {
    let connection = try session.testedConnection()
    return await FlowTestOperation(connection, session.api).run(
      FlowTestRequest(
        tests, allowsWrites: allowWrites, isProtected: settings.isProtected,
        timeout: connection.timeoutSeconds,
        parallelism: session.parallelism, inspects: inspect, secretMask: mask))
  }

  private func printed(_ summary: FlowTestSummary, _ files: BlueprintFiles) -> Report {
    reporter(files)?.flowTests(summary) ?? JUnitDocument(summary).report
  }

  /// Nil for JUnit, which only tells of tests.
  private func reporter(_ files: BlueprintFiles) -> (any Reporter)? {
    switch format {
    case .text:
      TextReporter(
        terminal: OutputOptions.terminal(noColor: messages.noColor),
        sources: files.sources, isQuiet: isQuiet)
    case .json: JSONReporter()
    case .markdown: MarkdownReporter()
    case .github: GitHubReporter()
    case .junit: nil
    }
  }
}
