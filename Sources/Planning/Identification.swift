import Blueprints
import Catalog
import Model
import OrderedCollections

/// The live object that an entry means, if there is one.
struct Identification {
  struct Failure: Error {
    let message: String
  }

  /// Nil if there is none.
  let object: Value?
  /// The state's record of the entry's object, if it has one.
  let record: ResourceRecord?
  /// The address of that record, which may differ from the entry's.
  let recordAddress: ResourceAddress?
  /// True if the object is the one that the state recorded.
  let isRecorded: Bool
  /// True if the recorded object is not on the server.
  let isRecordStale: Bool

  /// Throws if it is ambiguous which object is meant.
  init(
    _ target: DesiredObject, recorded: (address: ResourceAddress, record: ResourceRecord)?, index: LiveIndex,
    kind: Kind
  ) throws(Failure) {
    let entry = target.entry
    let record = recorded?.record
    self.record = record
    recordAddress = recorded?.address
    let known = record.flatMap { index.object(of: $0) }
    isRecordStale = record != nil && known == nil
    var matches = target.identifiersArePending ? [] : index.objects(matching: target.identifiers)
    if let object = entry.primaryKey.flatMap({ index.object(primaryKey: $0) }),
      !matches.contains(where: { $0[kind.primaryKey] == object[kind.primaryKey] })
    {
      matches.append(object)
    }
    let keys = matches.map { $0[kind.primaryKey] ?? .null }
    if matches.count > 1 {
      guard let known, let position = keys.firstIndex(of: known[kind.primaryKey] ?? .null) else {
        let list = keys.map { $0.string ?? JSONWriter.write($0) }.joined(separator: ", ")
        throw Failure(
          message:
            "\(entry.address) matches \(matches.count) objects (\(list)); add identifiers until one is left")
      }
      object = matches[position]
    } else if let match = matches.first {
      if let record, known != nil, keys.first != record.primaryKey, entry.state != .absent {
        let (mine, other) = (record.primaryKey, keys.first ?? .null)
        throw Failure(
          message: """
            \(entry.address) is \(other.string ?? JSONWriter.write(other)) on the server, and the object that the state \
            knows by it, \(mine.string ?? JSONWriter.write(mine)), is still there under another name; rename or delete one of them
            """)
      }
      object = match
    } else {
      // Renamed outside, or renamed in the file: the object is kept. But nothing is deleted under a name that
      // the file does not state.
      object = entry.state == .absent ? nil : known
    }
    isRecorded = known != nil && object?[kind.primaryKey] == known?[kind.primaryKey]
  }
}
