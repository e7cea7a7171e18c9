import Dispatch
import Glibc
import Model
import OrderedCollections
import Synchronization
import SystemPackage

/// The journal of one apply, beside the state: each line is on the disk before its append returns, and what is
/// only noted stands behind what was given before and in front of what comes later.
///
/// Appends that come together share one sync, so that ten writes in flight cost little more than one.
package final class Journal: Sendable {
  private struct Waiting {
    var lines: [UInt8] = []
    var continuations: [CheckedContinuation<Result<Void, StateError>, Never>] = []
    var isFlushing = false
    /// True while a flush is to come for what was only noted.
    var isNoteDue = false
    /// Once a write has failed, the file may end in the middle of a line, and nothing may follow that.
    var failure: StateError?
  }

  static let format = 1
  /// How many appends are worth a sync without waiting for more.
  private static let company = 5
  /// How long what is noted may wait for an append to go with.
  private static let noteDelay = DispatchTimeInterval.milliseconds(20)

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
      try FileAccess.sync(file)
      try FileAccess.syncDirectory(of: path)
    } catch {
      throw StateError.unwritable(path: path, reason: FileAccess.reason(error))
    }
  }

  deinit {
    try? file.close()
  }

  /// Returns once the entry is on the disk: for what must be known before it is done.
  package func append(_ entry: JournalEntry) async throws(StateError) {
    try await write(entry.line)
  }

  /// Writes the entry with the next append, or a moment later without one: for what was done and the next run
  /// would find out without it. A failure is that of the next append, and of `finish`.
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
    try await write([])
  }

  private func write(_ line: [UInt8]) async throws(StateError) {
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
      let batch = waiting.withLock { waiting in
        let batch = (lines: waiting.lines, continuations: waiting.continuations, failure: waiting.failure)
        waiting.lines = []
        waiting.continuations = []
        if batch.lines.isEmpty, batch.continuations.isEmpty { waiting.isFlushing = false }
        return batch
      }
      if batch.lines.isEmpty, batch.continuations.isEmpty { return }
      let isAwaited = !batch.continuations.isEmpty
      let start = ContinuousClock.now
      let result = batch.failure.map { Result.failure($0) } ?? put(batch.lines, syncs: isAwaited)
      if case .failure(let error) = result { waiting.withLock { $0.failure = error } }
      for continuation in batch.continuations { continuation.resume(returning: result) }
      // Where few shared this sync, more may share the next.
      if isAwaited, batch.continuations.count < Self.company { Self.pause(ContinuousClock.now - start) }
    }
  }

  private static func pause(_ duration: Duration) {
    usleep(useconds_t(min(duration, .milliseconds(1)) / .microseconds(1)))
  }

  private func put(_ lines: [UInt8], syncs: Bool) -> Result<Void, StateError> {
    do {
      if !lines.isEmpty { try file.writeAll(lines) }
      guard !syncs || fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      return .success(())
    } catch {
      return .failure(.unwritable(path: path, reason: FileAccess.reason(error)))
    }
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
