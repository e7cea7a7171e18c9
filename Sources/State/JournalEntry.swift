package import Model
import OrderedCollections

/// One line of the journal.
package enum JournalEntry: Sendable, Hashable {
  /// About to be sent.
  case intent(Intent)
  /// The object is there, as the record says.
  case done(ResourceAddress, ResourceRecord)
  /// The object, or what the state knew of it, is gone.
  case removed(ResourceAddress)
  /// Refused by the server: nothing was done.
  case failed(ResourceAddress)
  /// From here on the run undoes what stands above.
  case rollback
  /// What stands above is about to be saved on a state server, as a state with this digest.
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
  /// Takes in what the journal says; the serial is the caller's affair.
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
