import Applying
package import ArgumentParser
import Blueprints
import Glibc
import Logging
import Metrics
import Model
import Monitoring
import Operations
import Planning
import ServiceLifecycle
import Watching

/// `flowform watch`: a service that keeps servers as the blueprints say, or only tells what differs.
package struct WatchCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Run as a service that keeps planning, and with --apply keeps applying.",
    discussion: """
      Plans at the start, after each change of the blueprints, and at every interval. Writes nothing without --apply. \
      Reports blueprints with mistakes, and goes on with the last ones that had none. With --apply, the service holds \
      the lock of the state: one replica works, and the others stand by.

      Examples:
        flowform watch
        flowform watch --apply --listen 127.0.0.1:9464
        flowform watch --apply --test --on-failure rollback
        flowform watch --apply --all-targets --interval 60 --max-deletes 0
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var planning: PlanOptions

  @Flag(help: "Apply each plan without asking.")
  var apply = false

  @Option(
    help: ArgumentHelp("The time between two plans if no blueprint changes.", valueName: "seconds"))
  var interval = 300.0

  @OptionGroup var guards: GuardOptions

  @Flag(
    help:
      "Hold the lock of the state only during an apply, so that other runs can apply in between. For a service with one replica."
  )
  var releaseLock = false

  @Option(
    help: ArgumentHelp(
      "Serve /healthz, /readyz, /metrics and a status page here, such as 127.0.0.1:9464.",
      valueName: "host:port"))
  var listen: String?

  @Option(help: "How to log (default: text on a terminal, json otherwise).")
  var log: LogFormat?

  @OptionGroup var targets: TargetsOptions

  enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  package init() {}

  package func validate() throws {
    if !NumberRange.interval.contains(interval) {
      throw ValidationError("--interval takes \(NumberRange.expectedInterval).")
    }
    if let listen, ListenAddress(listen) == nil {
      throw ValidationError("--listen takes a host and a port, such as 127.0.0.1:9464.")
    }
    if blueprints.paths.contains("-") {
      throw ValidationError("`watch` cannot read standard input again and again; name files or folders.")
    }
    if !apply, planning.prune || releaseLock || guards.areGiven {
      throw ValidationError(
        "--prune, --max-deletes, --allow-lockout, --on-failure, --test and --release-lock need --apply.")
    }
  }

  package func execute() async throws -> ExitStatus {
    let settings = try targets.settings()
    // A service that starts without a server or a token would only wait for a restart.
    for settings in settings where !server.access.sandbox {
      _ = try server.connection(settings, RunContext.process.variables)
    }
    if settings.count > 1 { try TargetRuns(server: server, state: state, settings: settings).check() }
    let format = serviceLogFormat
    let log = Logger(label: "flowform") { _ in ServiceLog(format) }
    Console.logNotes { log.say($1, of: $0) }
    let measurements = PrometheusMetrics(WatchMetrics.meanings)
    MetricsSystem.bootstrap(measurements)
    let watched = try settings.map { try target($0, log) }
    let board = StatusBoard(watched.map(\.name))
    let metrics = WatchMetrics(measurements)
    var services: [any Service] = watched.map {
      TargetWatch($0, options, board: board, metrics: metrics, log: log)
    }
    if let address = listen.flatMap({ ListenAddress($0) }) {
      let pages = MonitoringPages(board, measurements, version: Version.description)
      services.insert(MonitoringServer(address, pages, log: log), at: 0)
    }
    let group = ServiceGroup(services: services, gracefulShutdownSignals: [], logger: log.quiet)
    Interrupts.shared.onNext {
      log.notice("ending: waiting for requests in flight; interrupt again to end at once")
      Task { await group.triggerGracefulShutdown() }
    }
    log.notice("\(Version.description) watches \(watched.map(\.name).joined(separator: ", "))")
    do { try await group.run() } catch let error as MonitoringError {
      throw CommandFailure(.usage, error.message)
    }
    return .done
  }

  private var options: WatchOptions {
    var options = WatchOptions()
    options.applies = apply
    options.interval = .seconds(interval)
    options.onFailure = guards.onFailure
    options.releasesLock = releaseLock
    return options
  }

  private var serviceLogFormat: ServiceLog.Format {
    switch log {
    case .text: .text
    case .json: .json
    case nil: isatty(STDERR_FILENO) == 1 ? .text : .json
    }
  }

  private func target(_ settings: Settings, _ log: Logger) throws -> WatchTarget {
    let name = settings.target ?? "default"
    var context = RunContext.process
    context.activity = Activity()
    context.notify = { notice in
      for line in notice.lines { log.say(line, of: name) }
    }
    let limits = guards.limits(isEnforced: apply)
    let contextFile = language.contextFile ?? settings[.contextFile]
    let surroundings = context
    var target = WatchTarget(
      name: name, paths: blueprints.places(settings),
      otherFiles: (contextFile.map { [$0] } ?? [])
        + settings.list(.tests) + (BlueprintOptions.configuredTests(settings)?.paths ?? []),
      request: { files in
        do {
          var request = try language.planRequest(files, blueprints, settings, server, limits: limits)
          request.prunes = planning.prune
          return request
        } catch let failure as CommandFailure { throw OperationError(failure) }
      },
      open: { body in
        do {
          try await Console.$speaker.withValue(name) {
            try await Session.with(server, state, settings, context: surroundings) { await body($0) }
          }
        } catch let failure as CommandFailure { throw OperationError(failure) }
      })
    if guards.test {
      target.testing = { session in
        do { return try guards.testing(settings, session) } catch let failure as CommandFailure {
          throw OperationError(failure)
        }
      }
    }
    return target
  }
}

extension OperationError {
  /// The failure of a command, for a service that goes on.
  fileprivate init(_ failure: CommandFailure) {
    self.init(failure.status == .unreachable ? .unreachable : .failed, failure.message)
  }
}

extension Logger {
  /// The same log without what a library says about its own steps.
  fileprivate var quiet: Logger {
    var log = self
    log.logLevel = .error
    return log
  }

  /// Logs a line for people, which begins with its level.
  fileprivate func say(_ line: String, of target: String) {
    let metadata: Metadata = target.isEmpty ? [:] : ["target": "\(target)"]
    for (prefix, level) in [("note: ", Level.notice), ("warning: ", .warning), ("error: ", .error)]
    where line.hasPrefix(prefix) {
      return log(level: level, "\(line.dropFirst(prefix.count))", metadata: metadata)
    }
    log(level: .notice, "\(line)", metadata: metadata)
  }
}
