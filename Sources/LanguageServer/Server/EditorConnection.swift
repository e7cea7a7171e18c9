import Dispatch
import Model
import Synchronization
package import SystemPackage

/// Serves one editor over standard input and output.
package struct EditorConnection: Sendable {
  /// How long checks wait for a pause if messages keep coming.
  private static let patience = Duration.milliseconds(300)

  private let surroundings: Surroundings
  private let input: FileDescriptor
  private let output: FileDescriptor

  package init(
    _ surroundings: Surroundings, input: FileDescriptor = .standardInput,
    output: FileDescriptor = .standardOutput
  ) {
    self.surroundings = surroundings
    self.input = input
    self.output = output
  }

  /// Serves until the editor says `exit` or closes its end; returns the status to end with.
  package func run() async -> Int32 {
    let inbox = Inbox()
    read(into: inbox)
    let output = output
    var server = LanguageServer(surroundings) { message in
      // An editor that is gone needs no answer.
      _ = try? output.writeAll(message.frame)
    }
    var firstChange: ContinuousClock.Instant?
    while let (input, isCancelled) = await inbox.next() {
      switch input {
      case .message(let message): server.take(message, isCancelled: isCancelled)
      case .looked(let look): server.take(look)
      }
      if let status = server.exitStatus { return status }
      if server.hasChanges, firstChange == nil { firstChange = .now }
      let isLate = firstChange.map { ContinuousClock.now - $0 > Self.patience } ?? false
      guard inbox.isEmpty || isLate else { continue }
      server.settle()
      firstChange = nil
      server.lookIfDue { inbox.add(.looked($0)) }
    }
    // The protocol ends with `exit`; an editor that crashed does not say it.
    return 1
  }

  /// Reads on a thread of its own: standard input blocks.
  private func read(into inbox: Inbox) {
    let input = input
    DispatchQueue(label: "flowform.language-server.input").async {
      var frames = FrameReader()
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while let count = try? buffer.withUnsafeMutableBytes({ try input.read(into: $0) }), count > 0 {
        frames.add(buffer[..<count])
        while let frame = frames.next() {
          switch frame {
          case .content(let bytes): inbox.add(.message(Message(content: bytes)))
          case .garbage:
            let error = ResponseError(.parseError, "expected a header with `Content-Length`")
            inbox.add(.message(.invalid(id: .null, error)))
          }
        }
      }
      inbox.end()
    }
  }
}
