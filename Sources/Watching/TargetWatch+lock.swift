import Applying
import FoundationEssentials
import Logging
import Operations
import State

extension TargetWatch {
  /// Runs a body with the lock of the state, and renews the lock as long as it runs. Waits while another run holds it.
  ///
  /// Of several replicas, the one with the lock works. The others look at the lock from time to time: it is free after
  /// an orderly end, and one that is not renewed any more is taken over.
  func withLock(_ session: Session, _ body: @escaping @Sendable (Session) async throws -> Void) async throws {
    guard let held = try await acquire(session.state) else { return }
    for note in held.notes { log.notice("\(note)") }
    lostLock = nil
    tellLock(isHeld: true)
    defer { tellLock(isHeld: false) }
    let renewing = Task { await self.renew(held) }
    let leased = Session(
      session.server, LeasedState(session.state, heldAs: held), session.context)
    do {
      try await session.context.cleanUps.during({ held.releaseBeforeExit() }) { try await body(leased) }
    } catch {
      await release(held, renewing)
      throw error
    }
    await release(held, renewing)
  }

  private func release(_ held: any HeldState, _ renewing: Task<Void, Never>) async {
    renewing.cancel()
    // A renewal that is under way changes the lock.
    await renewing.value
    unreleased = held.lease
    // A lock that is lost may be another run's.
    guard lostLock == nil else { return }
    if let warning = await held.release() { log.warning("\(warning)") } else { unreleased = nil }
  }

  private func tellLock(isHeld: Bool) {
    metrics.lock(target.name, isHeld: isHeld)
    change { $0.holdsLock = isHeld }
  }

  // MARK: - Taking the lock

  /// The held state; nil if the service ends before that.
  private func acquire(_ state: any StateBackend) async throws -> (any HeldState)? {
    var rival = LeaseRival(patience: options.pace.patience)
    var standsBy = false
    while !Task.isEnding {
      switch try await state.lockReport() {
      case .free:
        if let held = try await hold(state) {
          if standsBy { log.notice("the lock is free: this replica works now") }
          return held
        }
      case .held(let holder):
        // A process of this machine: its lock is free as soon as it ends.
        if let held = try await hold(state) { return held }
        standBy(holder, isNew: !standsBy)
      case .left(let holder, let id, let lease):
        if id == nil, let held = try await hold(state) { return held }
        let isMine = lease != nil && lease == unreleased
        if isMine || rival.isGone(lease, at: .now) {
          try await state.breakLock(.left(by: holder, id: id, lease: lease))
          log.warning(
            isMine
              ? "released the lock that this service could not release before"
              : "took over the lock of \(holder), which has not been renewed for \(options.pace.patience)")
          continue
        }
        standBy(holder, isNew: !standsBy)
      }
      standsBy = true
      await Task.rest(options.pace.standBy)
      lookAtFiles()
    }
    return nil
  }

  /// Nil if another run holds the lock.
  private func hold(_ state: any StateBackend) async throws -> (any HeldState)? {
    do throws(StateError) { return try await state.hold(command: Lease.command) } catch {
      guard error.isLocked else { throw error }
      return nil
    }
  }

  private func standBy(_ holder: String, isNew: Bool) {
    change {
      $0.phase = .standingBy(holder: holder)
      $0.trouble = nil
    }
    if isNew { log.notice("standing by: the state is locked by \(holder)") }
  }

  // MARK: - Keeping it

  /// Renews the lock until it is cancelled, or lost: then no more changes are started.
  private func renew(_ held: any HeldState) async {
    var last = ContinuousClock.now
    var pause = options.pace.renewal
    while true {
      do { try await Task.sleep(for: pause) } catch { return }
      pause = options.pace.renewal
      // The cancellation must not cut it short, because a half of it may release the lock.
      let renewal = Task { () async -> StateError? in
        do throws(StateError) { try await held.renew() } catch { return error }
        return nil
      }
      if let error = await renewal.value {
        let isLost = if case .lockLost = error { true } else { false }
        // A replica would take the lock over soon.
        guard isLost || ContinuousClock.now - last >= options.pace.patience - options.pace.renewal else {
          log.warning("\(error)")
          // A single failure must not bring the lock near its end.
          pause = options.pace.renewal / 5
          continue
        }
        lostLock = WatchFailure(.locked, "\(error)")
        stop?.request()
        return
      }
      last = .now
    }
  }
}
