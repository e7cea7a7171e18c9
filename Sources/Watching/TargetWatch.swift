import Applying
import Blueprints
import FoundationEssentials
package import Logging
import Model
import Operations
import ServiceLifecycle

/// Keeps one target as its blueprints say, or only tells what differs, until the service ends.
///
/// Each look at the server is the walk of `flowform plan`, and an apply is the walk of `flowform apply`. This type
/// decides when: at the start, after a change of the blueprints, at every interval, and after a pause if it failed.
package actor TargetWatch: Service {
  let target: WatchTarget
  let options: WatchOptions
  let board: StatusBoard
  let metrics: WatchMetrics
  let log: Logger
  let cache = ParsedFileCache()
  /// How often a file was parsed.
  nonisolated var parseCount: Int { cache.parseCount }

  var blueprints: BlueprintWatch
  /// The blueprints that are applied: the last ones without mistakes.
  var good: BlueprintFiles?
  /// The last blueprints that were applied, and whose tests passed.
  var passed: BlueprintFiles?
  /// True if a test of the files failed and they were taken back, until a file changes.
  var isBroken = false
  /// True if a test of the files failed and they were not taken back, until a file changes or the tests pass.
  var isFailing = false
  /// True if the files have changed since the last look.
  var hasChanged = false
  /// True if an apply has brought server and state to what the good blueprints say.
  var isApplied = false
  /// When the next look is due.
  var due = ContinuousClock.now
  /// Stops the apply that is running.
  var stop: StopSignal?
  /// The lock that this service had last and may still be there, because its server did not answer.
  var unreleased: String?
  /// Why the lock is not this run's any more.
  var lostLock: WatchFailure?
  private var backoff: Backoff
  /// What the log has said last of a plan, so that it is not said again and again.
  var told: [String]?

  package init(
    _ target: WatchTarget, _ options: WatchOptions, board: StatusBoard, metrics: WatchMetrics, log: Logger
  ) {
    self.target = target
    self.options = options
    self.board = board
    self.metrics = metrics
    var log = log
    log[metadataKey: "target"] = "\(target.name)"
    self.log = log
    blueprints = BlueprintWatch(
      paths: target.paths, otherFiles: Set(target.otherFiles), unrest: options.pace.unrest)
    backoff = Backoff(first: options.pace.firstPause, longest: options.pace.longestPause)
  }

  /// Ends when the service shuts down. Requests that are under way are finished first.
  package func run() async throws {
    metrics.begin(target.name)
    await withGracefulShutdownHandler {
      while !Task.isEnding {
        do {
          try await attempt()
          backoff.reset()
        } catch {
          guard !Task.isEnding else { break }
          await pause(after: WatchFailure(error))
        }
      }
    } onGracefulShutdown: {
      Task { await self.stopApplying() }
    }
    change { $0.phase = .ended }
    log.info("ended")
  }

  /// Opens the server and the state, and works with them until it is time for a new connection.
  private func attempt() async throws {
    let ended = Ended()
    try await target.open { session in
      await self.change {
        $0.server = session.server.name
        $0.serverVersion = session.server.version
      }
      do {
        if self.options.applies, !self.options.releasesLock {
          try await self.withLock(session) {
            await self.settleFiles()
            try await self.work($0)
          }
        } else {
          try await self.work(session)
        }
      } catch {
        await ended.fail(WatchFailure(error))
      }
    }
    if let failure = await ended.failure { throw failure }
  }

  /// How the work with a session ended.
  private actor Ended {
    private(set) var failure: WatchFailure?
    func fail(_ failure: WatchFailure) { self.failure = failure }
  }

  private func work(_ session: Session) async throws {
    let closing = ContinuousClock.now + options.pace.connection
    while !Task.isEnding, ContinuousClock.now < closing {
      if let lostLock { throw lostLock }
      if hasChanged || ContinuousClock.now >= due {
        try await look(session)
        backoff.reset()
        due = .now + options.interval
        change { [options] in
          $0.phase = .waiting
          $0.next = Date.now + options.interval / .seconds(1)
        }
      }
      await rest(until: min(due, closing))
    }
  }

  // MARK: - Waiting

  /// Waits for an instant, but not longer than until the files change, the lock is lost or the service ends.
  func rest(until end: ContinuousClock.Instant) async {
    while !Task.isEnding, !hasChanged, lostLock == nil, ContinuousClock.now < end {
      await Task.rest(min(options.pace.poll, end - .now))
      lookAtFiles()
    }
  }

  /// Takes the newest blueprints. A replica that stood by looked at the files only now and then, and must not apply older
  /// ones than the replica before it.
  private func settleFiles() async {
    lookAtFiles()
    while !Task.isEnding, !blueprints.isSettled {
      await Task.rest(options.pace.poll)
      lookAtFiles()
    }
  }

  /// Returns true if the files have changed since the last look.
  @discardableResult
  func lookAtFiles() -> Bool {
    board.touch(target.name)
    let haveChanged = blueprints.look(at: .now)
    if haveChanged { hasChanged = true }
    return haveChanged
  }

  private func pause(after failure: WatchFailure) async {
    let limit: Duration? =
      switch failure.kind {
      case .token: options.pace.longestTokenPause
      case .locked: options.pace.standBy
      default: nil
      }
    let pause = backoff.next(limit: limit)
    tell(failure, again: pause)
    due = .now + pause
    lostLock = nil
    while !Task.isEnding, ContinuousClock.now < due {
      await Task.rest(options.pace.poll)
      // Other blueprints may mend what failed.
      if lookAtFiles() { return }
    }
  }

  private func stopApplying() { stop?.request() }

  // MARK: - Telling

  func change(_ body: @Sendable (inout TargetStatus) -> Void) { board.change(target.name, body) }

  /// Tells a failure. The next attempt comes after a pause, or with the next look.
  func tell(_ failure: WatchFailure, again pause: Duration? = nil) {
    metrics.failed(target.name, failure.kind)
    let seconds = (pause ?? options.interval) / .seconds(1)
    change { status in
      let old = status.trouble
      status.trouble = TargetStatus.Trouble(
        failure: failure, since: old?.since ?? .now, count: (old?.count ?? 0) + 1)
      status.phase = .waiting
      status.next = Date.now + seconds
    }
    log.error(
      "\(failure.message)",
      metadata: ["class": "\(failure.kind.rawValue)", "next": "\(Int(seconds.rounded())) s"])
  }
}

extension Task where Success == Never, Failure == Never {
  /// True if the service shuts down, or its task was cancelled.
  static var isEnding: Bool { isCancelled || isShuttingDownGracefully }

  /// Waits, and ends at once if the service shuts down.
  static func rest(_ duration: Duration) async {
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
  }
}
