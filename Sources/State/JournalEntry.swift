package import Model
import OrderedCollections

/// One line of the journal.
package enum JournalEntry: Sendable, Hashable {
  /// A write is about to be sent.
  case intent(Intent)
  /// The object exists, as recorded.
  case done(ResourceAddress, ResourceRecord)
  /// The object is gone, or the state has forgotten it.
  case removed(ResourceAddress)
  /// The server refused the write: nothing was done.
  case failed(ResourceAddress)
  /// From here on, the run undoes the steps above.
  case rollback
  /// The steps above are about to be saved on a state server, as a state with this digest.
  case saving(digest: String)
}

extension JournalEntry {
  var line: [UInt8] {
    let value: Value =
      switch self {
      case .intent(let intent):
        ["entry": "intent", "address": .string(intent.address.description), "intent": intent.value]
      case .done(let address, let record):
        ["entry": "done", "address": .string(address.description), "record": record.value]
      case .removed(let address): ["entry": "removed", "address": .string(address.description)]
      case .failed(let address): ["entry": "failed", "address": .string(address.description)]
      case .rollback: ["entry": "rollback"]
      case .saving(let digest): ["entry": "saving", "digest": .string(digest)]
      }
    return JSONWriter.bytes(of: value) + [0x0A]
  }

  init?(_ value: Value) {
    if value["entry"] == "rollback" {
      self = .rollback
      return
    }
    if value["entry"] == "saving" {
      guard let digest = value["digest"]?.string else { return nil }
      self = .saving(digest: digest)
      return
    }
    guard let address = value["address"]?.string.flatMap({ ResourceAddress($0) }) else { return nil }
    switch value["entry"] {
    case "intent":
      guard let intent = value["intent"].flatMap({ Intent(address, $0) }) else { return nil }
      self = .intent(intent)
    case "done":
      guard let record = value["record"].flatMap({ ResourceRecord($0) }) else { return nil }
      self = .done(address, record)
    case "removed": self = .removed(address)
    case "failed": self = .failed(address)
    default: return nil
    }
  }
}

extension StateSnapshot {
  /// Applies a journal entry. The caller sets the serial.
  package mutating func fold(_ entry: JournalEntry) {
    switch entry {
    case .intent(let intent): intents[intent.address] = intent
    case .done(let address, let record):
      resources[address] = record
      intents[address] = nil
    case .removed(let address):
      resources[address] = nil
      intents[address] = nil
    case .failed(let address): intents[address] = nil
    case .rollback, .saving: break
    }
  }
}
