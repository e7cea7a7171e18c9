import Dispatch
import Files
import Glibc
import Model
import OrderedCollections
import Synchronization
import SystemPackage

/// The journal of one apply, beside the state: each line is on the disk before its append returns, in the file
/// before its write returns, and what is only noted comes with one of these or a moment later. Lines stand in
/// the order in which they were given.
///
/// Appends that come together share one sync, so that ten writes in flight cost little more than one.
package final class Journal: Sendable {
  private struct Waiting {
    var lines: [UInt8] = []
    var continuations: [CheckedContinuation<Result<Void, StateError>, Never>] = []
    var isFlushing = false
    /// True while a flush is to come for what was only noted.
    var isNoteDue = false
    /// True while a sync is to come for what was only written.
    var isSyncDue = false
    /// Once a write has failed, the file may end in the middle of a line, and nothing may follow that.
    var failure: StateError?
  }

  static let format = 1
  /// How many appends are worth a sync without waiting for more.
  private static let batchSize = 5
  /// How long what is noted may wait for an append to go with.
  private static let noteDelay = DispatchTimeInterval.milliseconds(20)
  /// How long what is written may not be on the disk, should the machine lose its power.
  private static let syncDelay = DispatchTimeInterval.milliseconds(100)

  private let path: String
  private let file: FileDescriptor
  private let waiting = Mutex(Waiting())
  /// Syncing blocks, and must not hold a thread that tasks run on.
  private let queue = DispatchQueue(label: "flowform.journal")

  /// Begins a new journal for a state; the state must be locked and its last journal folded in.
  package init(path: String, state: StateSnapshot) throws(StateError) {
    self.path = path
    do {
      file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .truncate, .append], permissions: [.ownerReadWrite])
      let head: Value = [
        "journal": .integer(Self.format), "lineage": .string(state.lineage), "serial": .integer(state.serial),
      ]
      try file.writeAll(JSONWriter.bytes(of: head) + [0x0A])
      try file.sync()
      try Folder.sync(of: path)
    } catch {
      throw StateError.unwritable(path: path, reason: FileAccess.reason(error))
    }
  }

  deinit {
    try? file.close()
  }

  /// Returns once the entry is on the disk: for what must be known before it is done.
  package func append(_ entry: JournalEntry) async throws(StateError) {
    try await append(entry.line)
  }

  /// Returns once the entry is in the file, so that it outlives the process, and brings it to the disk a moment
  /// later: for what is about to be done and may be done again. A failure of the disk is that of the next append
  /// or write, and of `finish`.
  package func write(_ entry: JournalEntry) throws(StateError) {
    let line = entry.line
    let (failure, isFirst) = waiting.withLock { waiting in
      waiting.lines += line
      put(&waiting)
      defer { waiting.isSyncDue = true }
      return (waiting.failure, !waiting.isSyncDue)
    }
    if let failure { throw failure }
    guard isFirst else { return }
    queue.asyncAfter(deadline: .now() + Self.syncDelay) {
      self.waiting.withLock { $0.isSyncDue = false }
      self.sync()
    }
  }

  /// Writes the entry with the next append or write, or a moment later without one: for what was done and the
  /// next run would find out without it. A failure is that of the next append or write, and of `finish`.
  package func note(_ entry: JournalEntry) {
    let line = entry.line
    let isFirst = waiting.withLock { waiting in
      waiting.lines += line
      defer { waiting.isNoteDue = true }
      return !waiting.isNoteDue
    }
    guard isFirst else { return }
    queue.asyncAfter(deadline: .now() + Self.noteDelay) {
      self.waiting.withLock { $0.isNoteDue = false }
      self.flush()
    }
  }

  /// Returns once everything that was noted is on the disk.
  package func finish() async throws(StateError) {
    try await append([])
  }

  private func append(_ line: [UInt8]) async throws(StateError) {
    let result = await withCheckedContinuation { continuation in
      let mustFlush = waiting.withLock { waiting in
        waiting.lines += line
        waiting.continuations.append(continuation)
        defer { waiting.isFlushing = true }
        return !waiting.isFlushing
      }
      if mustFlush { queue.async { self.flush() } }
    }
    try result.get()
  }

  /// Writes until nothing is waiting any more; runs on the journal's own queue.
  private func flush() {
    while true {
      let continuations = waiting.withLock { waiting in
        put(&waiting)
        let continuations = waiting.continuations
        waiting.continuations = []
        if continuations.isEmpty { waiting.isFlushing = false }
        return continuations
      }
      if continuations.isEmpty { return }
      let start = ContinuousClock.now
      let result = sync()
      for continuation in continuations { continuation.resume(returning: result) }
      // Where few shared this sync, more may share the next.
      if continuations.count < Self.batchSize { Self.pause(ContinuousClock.now - start) }
    }
  }

  private static func pause(_ duration: Duration) {
    usleep(useconds_t(min(duration, .milliseconds(1)) / .microseconds(1)))
  }

  /// Puts what is waiting into the file, where the system keeps it until it is synced; what comes next waits for
  /// that, so that the order stays.
  private func put(_ waiting: inout Waiting) {
    guard waiting.failure == nil, !waiting.lines.isEmpty else { return }
    do {
      try file.writeAll(waiting.lines)
      waiting.lines.removeAll(keepingCapacity: true)
    } catch {
      waiting.failure = .unwritable(path: path, reason: FileAccess.reason(error))
    }
  }

  /// Brings what is in the file to the disk; runs on the journal's own queue.
  @discardableResult
  private func sync() -> Result<Void, StateError> {
    if let failure = waiting.withLock({ $0.failure }) { return .failure(failure) }
    guard fdatasync(file.rawValue) == 0 else {
      let failure = StateError.unwritable(path: path, reason: FileAccess.reason(Errno(rawValue: errno)))
      waiting.withLock { $0.failure = failure }
      return .failure(failure)
    }
    return .success(())
  }

  /// What a journal file says.
  package struct Content: Sendable {
    package let lineage: String
    package let serial: Int
    package let entries: [JournalEntry]
  }

  /// Reads a journal, or nil where there is none. A last line without its end was never acknowledged and
  /// does not count; any other line that cannot be read is an error.
  package static func read(_ path: String) throws(StateError) -> Content? {
    guard let bytes = try FileAccess.read(path) else { return nil }
    return try content(of: bytes, path: path)
  }

  /// What the bytes of a journal file say; the path is only for the error.
  package static func content(of bytes: [UInt8], path: String) throws(StateError) -> Content? {
    let end = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    let lines = bytes[..<end].split(separator: 0x0A)
    guard let first = lines.first else { return nil }
    let head = try? JSONReader.read(Array(first))
    if let format = head?["journal"]?.integer, format > Self.format {
      throw StateError.newerFormat(path: path, format: format)
    }
    guard let head, head["journal"] == .integer(Self.format), let lineage = head["lineage"]?.string,
      let serial = head["serial"]?.integer, StateSnapshot.serials.contains(serial)
    else { throw StateError.damagedJournal(path: path, reason: "its first line cannot be read") }
    var entries: [JournalEntry] = []
    for (index, line) in lines.enumerated().dropFirst() {
      guard let entry = (try? JSONReader.read(Array(line))).flatMap({ JournalEntry($0) }) else {
        throw StateError.damagedJournal(path: path, reason: "line \(index + 1) cannot be read")
      }
      entries.append(entry)
    }
    return Content(lineage: lineage, serial: serial, entries: entries)
  }
}
