import Dispatch
import Files
import Glibc
import Model
import OrderedCollections
import Synchronization
import SystemPackage

/// The journal of one apply, beside the state.
///
/// `append` returns once its line is on the disk, and `write` once its line is in the file. A line passed to `note`
/// goes to the file with the next of these, or a moment later. The lines keep their order.
///
/// Appends that come together share one sync: ten writes in flight cost little more than one.
package final class Journal: Sendable {
  private struct Waiting {
    var lines: [UInt8] = []
    var continuations: [CheckedContinuation<Result<Void, StateError>, Never>] = []
    var isFlushing = false
    /// True if a flush is scheduled for lines that were only noted.
    var isNoteDue = false
    /// True if a sync is scheduled for lines that were only written.
    var isSyncDue = false
    /// After a failed write, the file may end in the middle of a line, and nothing may be added to it.
    var failure: StateError?
  }

  static let format = 1
  /// If a sync was shared by this many appends, the next one starts without a pause.
  private static let batchSize = 5
  /// How long a noted line waits for an append or a write.
  private static let noteDelay = DispatchTimeInterval.milliseconds(20)
  /// How long a written line may wait for its sync. A power failure loses it until then.
  private static let syncDelay = DispatchTimeInterval.milliseconds(100)

  private let path: String
  private let file: FileDescriptor
  private let waiting = Mutex(Waiting())
  /// A sync blocks, and must not block a thread that tasks run on.
  private let queue = DispatchQueue(label: "flowform.journal")

  /// Begins a new journal for a state. The state must be locked, and its last journal folded in.
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

  /// Returns once the entry is on the disk. For entries that must be kept before the step itself is done.
  package func append(_ entry: JournalEntry) async throws(StateError) {
    try await append(entry.line)
  }

  /// Writes the entry to the file, where it survives the process, and syncs it to the disk a moment later.
  ///
  /// For steps that can safely be done again. A failed sync is thrown by the next append or write, and by `finish`.
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

  /// Writes the entry with the next append or write, or a moment later.
  ///
  /// For steps that the next run would notice without the journal. A failure is thrown by the next append or write, and
  /// by `finish`.
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

  /// Returns once all noted entries are on the disk.
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

  /// Writes and syncs until no append is waiting. Runs on the journal's own queue.
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
      // If few appends shared this sync, more may share the next.
      if continuations.count < Self.batchSize { Self.pause(ContinuousClock.now - start) }
    }
  }

  private static func pause(_ duration: Duration) {
    usleep(useconds_t(min(duration, .milliseconds(1)) / .microseconds(1)))
  }

  /// Writes the waiting lines to the file, without a sync. Runs under the mutex, which keeps the lines in order.
  private func put(_ waiting: inout Waiting) {
    guard waiting.failure == nil, !waiting.lines.isEmpty else { return }
    do {
      try file.writeAll(waiting.lines)
      waiting.lines.removeAll(keepingCapacity: true)
    } catch {
      waiting.failure = .unwritable(path: path, reason: FileAccess.reason(error))
    }
  }

  /// Syncs the file to the disk. Runs on the journal's own queue.
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

  /// The content of a journal file.
  package struct Content: Sendable {
    package let lineage: String
    package let serial: Int
    package let entries: [JournalEntry]
  }

  /// Reads a journal. Returns nil if there is none.
  ///
  /// A last line without a line break was never acknowledged, and is ignored. Any other line that cannot be read is an
  /// error.
  package static func read(_ path: String) throws(StateError) -> Content? {
    guard let bytes = try FileAccess.read(path) else { return nil }
    return try content(of: bytes, path: path)
  }

  /// Reads the bytes of a journal file. The path is only for the error.
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
