import FoundationEssentials
import Glibc
import Model
import OrderedCollections

/// The process that holds a lock, and since when.
package struct LockHolder: Sendable, Hashable {
  package let user: String
  package let host: String
  package let processID: Int
  package let command: String
  /// In ISO 8601.
  package let since: String
  /// When a service last showed that it is alive, in ISO 8601. Nil for other commands.
  package var renewed: String?

  package init(user: String, host: String, processID: Int, command: String, since: String) {
    self.user = user
    self.host = host
    self.processID = processID
    self.command = command
    self.since = since
  }

  var value: Value {
    var map: ValueMap = [
      "user": .string(user), "host": .string(host), "pid": .integer(processID), "command": .string(command),
      "since": .string(since),
    ]
    map["renewed"] = renewed.map(Value.string)
    return .map(map)
  }

  init?(_ value: Value) {
    guard let user = value["user"]?.string, let host = value["host"]?.string,
      let processID = value["pid"]?.integer, let command = value["command"]?.string,
      let since = value["since"]?.string
    else { return nil }
    self.init(user: user, host: host, processID: processID, command: command, since: since)
    renewed = value["renewed"]?.string
  }

  /// What changes when the service that holds the lock renews it; nil for other commands.
  var lease: String? { command == Lease.command ? renewed ?? since : nil }
}

extension LockHolder {
  /// This process, as a holder from now on.
  package static func me(_ command: String) -> LockHolder {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let user = ProcessInfo.processInfo.environment["USER"] ?? "user \(getuid())"
    return LockHolder(
      user: user, host: host, processID: Int(getpid()), command: command,
      since: Date.now.formatted(.iso8601))
  }
}

extension LockHolder: CustomStringConvertible {
  package var description: String {
    "\(user)@\(host) (process \(processID), flowform \(command)) since \(since)"
  }
}
