import ArgumentParser
import Blueprints
import FoundationEssentials
import Glibc
import Model
import Operations
import Planning
import Reporting

/// How a command prints.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, html, github, sarif
  }

  @Option(
    help:
      "How to print: text or json. For a comment or a job's summary: markdown (plan, show, validate, upgrade, coverage). For a page to send: html (plan, show, validate). For annotations: github (plan, show, validate, apply, upgrade, coverage). For code scanning: sarif (validate, upgrade)."
  )
  var format = Format.text

  @OptionGroup var messages: MessageOptions

  @Flag(
    name: .shortAndLong,
    help: "Also show unchanged objects, fields with the server's default value, and long values whole.")
  var verbose = false

  var quiet: Bool { messages.quiet }

  /// Throws for a format that a command does not print.
  func refuse(allBut formats: [Format], in command: String) throws(CommandFailure) {
    guard !formats.contains(format) else { return }
    let known = formats.map(\.rawValue).joined(separator: ", ")
    throw CommandFailure(
      .usage, "`flowform \(command)` does not print \(format.rawValue); --format takes one of \(known)")
  }

  func reporter(_ files: BlueprintFiles? = nil) -> any Reporter {
    reporter(quoting: files?.sources ?? [:])
  }

  /// A reporter that quotes lines of these files.
  func reporter(quoting sources: [String: SourceText]) -> any Reporter {
    switch format {
    case .text:
      return TextReporter(
        terminal: Self.terminal(noColor: messages.noColor), sources: sources, isQuiet: quiet)
    case .json: return JSONReporter()
    case .markdown: return MarkdownReporter()
    case .html:
      return HTMLReporter(
        terminal: Self.terminal(noColor: messages.noColor), sources: sources, toolVersion: Version.current)
    case .github: return GitHubReporter()
    case .sarif: return SARIFReporter(toolVersion: Version.current)
    }
  }

  /// `basis` is that of a plan which is saved too: both tell the same time.
  func context(
    _ session: ServerSession, _ skippedFiles: [String], basis: PlanBasis? = nil
  ) -> PlanContext {
    context(
      server: session.name, session.version, skippedFiles, time: basis?.made ?? Date.now.formatted(.iso8601))
  }

  func context(
    server: String, _ version: String, _ skippedFiles: [String], time: String
  ) -> PlanContext {
    PlanContext(
      server: server, serverVersion: version, skippedFiles: skippedFiles, isVerbose: verbose, time: time)
  }

  /// The terminal that is printed on, with its abilities.
  static func terminal(noColor: Bool) -> Terminal {
    let environment = RunContext.process.variables
    return Terminal(
      hasColour: !noColor && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        && isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
      symbols: hasUnicode(environment) ? .unicode : .ascii, width: columns(of: STDOUT_FILENO))
  }

  /// Whether the locale uses UTF-8; the first variable that is set decides, as in other programs.
  private static func hasUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment.value($0) }.first ?? ""
    return ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
  }

  /// How a run's progress is shown: drawn on a terminal, line by line in a log.
  var progress: ProgressDisplay { Self.progress(isQuiet: quiet) }

  static func progress(isQuiet: Bool) -> ProgressDisplay {
    if isQuiet { return .off }
    guard RunContext.process.variables["TERM"] != "dumb",
      let columns = Self.columns(of: STDERR_FILENO)
    else { return .log }
    return .terminal(columns: columns)
  }

  /// The width of a terminal; nil for anything else.
  static func columns(of stream: Int32) -> Int? {
    var size = winsize()
    guard isatty(stream) == 1, ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
