import FoundationEssentials
import Model
import OrderedCollections
import State

/// A lock on a state server, in the form of Terraform's lock information.
package struct ServerLock: Sendable, Hashable {
  /// Nil if the server does not say.
  var id: String?
  var who: String?
  /// In ISO 8601.
  var created: String?
  var operation = ""
  var version = ""
  /// The primary key of the object that is the lock, if the server is authentik.
  var key: String?

  /// The start of the identifier of a service's lock. GitLab keeps nothing else of what a lock says.
  private static let leasePrefix = "\(Lease.command)-"

  /// A new lock of this process.
  init(command: String, version: String) {
    let me = LockHolder.me(command)
    id = (command == Lease.command ? Self.leasePrefix : "") + UUID().uuidString.lowercased()
    who = "\(me.user)@\(me.host)"
    created = me.since
    operation = command
    self.version = version
  }

  /// The same lock with another identifier.
  var renewed: ServerLock {
    var lock = ServerLock(command: operation, version: version)
    lock.created = created
    return lock
  }

  /// What changes when the service that holds the lock renews it; nil for other commands.
  var lease: String? { id.flatMap { $0.hasPrefix(Self.leasePrefix) ? $0 : nil } }

  /// A lock with only a known identifier.
  init(id: String?) { self.id = id }

  /// Reads the server's description of the lock that is held. All of it is foreign text.
  init(answer: [UInt8]) { self.init((try? JSONReader.read(answer)) ?? .null) }

  /// Reads a lock from a parsed answer.
  init(_ value: Value) {
    let map = value.map
    func text(_ name: String) -> String? {
      map?[name]?.string.flatMap { $0.isEmpty ? nil : String($0.prefix(255)) }
    }
    self.init(id: text("ID"))
    who = text("Who")
    created = text("Created")
  }

  /// The JSON of the lock.
  var bytes: [UInt8] { JSONWriter.bytes(of: value) }

  /// The members of the lock. GitLab wants every key to be there.
  var value: Value {
    var map: ValueMap = [
      "Operation": .string(operation), "Info": "", "Who": .string(who ?? ""), "Version": .string(version),
      "Created": .string(created ?? ""), "Path": "",
    ]
    map["ID"] = id.map(Value.string)
    return .map(map)
  }

  /// The holder, for messages. The operation is left out: GitLab answers with the one that was requested.
  var holder: String {
    (who ?? "someone that the server does not name") + (created.map { " since \($0)" } ?? "")
      + (id.map { " (lock \($0))" } ?? "")
  }
}
