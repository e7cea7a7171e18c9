import LanguageServer
import Synchronization

/// The messages that a server has sent.
final class Sent: Sendable {
  private let all = Mutex<[Message]>([])

  var messages: [Message] { all.withLock { $0 } }

  func add(_ message: Message) { all.withLock { $0.append(message) } }
}

/// How often the server was looked at.
final class Looks: Sendable {
  private let all = Mutex(0)

  var count: Int { all.withLock { $0 } }

  func add() { all.withLock { $0 += 1 } }
}
