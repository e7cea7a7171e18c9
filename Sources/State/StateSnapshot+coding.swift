import Crypto
import Model
import OrderedCollections

extension StateSnapshot {
  /// The text of the state file, with sorted keys.
  package var bytes: [UInt8] { JSONWriter.bytes(of: document, style: .sorted) + [0x0A] }

  /// The state as JSON on one line, for a place with limited room.
  package var compactBytes: [UInt8] { JSONWriter.bytes(of: document, style: .canonical) }

  private var document: Value {
    var document: ValueMap = [
      "format": .integer(Self.format), "serial": .integer(serial), "lineage": .string(lineage),
      "server": server.map(Value.string) ?? .null,
      "resources": .map(
        ValueMap(uniqueKeysWithValues: resources.map { ($0.key.description, $0.value.value) })),
    ]
    if !intents.isEmpty {
      document["intents"] = .map(
        ValueMap(uniqueKeysWithValues: intents.map { ($0.key.description, $0.value.value) }))
    }
    return .map(document)
  }

  /// The SHA-256 digest of the text. It identifies a state.
  package var digest: String { SHA256.hash(data: bytes).hexadecimal }

  /// Reads the text of a state file. The path is only for the error.
  package init(_ bytes: [UInt8], path: String) throws(StateError) {
    let document: Value
    do { document = try JSONReader.read(bytes, limit: JSONReader.ownValueLimit) } catch {
      throw StateError.corrupt(path: path, reason: "\(error)")
    }
    guard let format = document["format"]?.integer else {
      throw StateError.corrupt(path: path, reason: "it names no format")
    }
    guard format <= Self.format else { throw StateError.newerFormat(path: path, format: format) }
    guard format >= 1 else { throw StateError.corrupt(path: path, reason: "there is no format \(format)") }
    guard let serial = document["serial"]?.integer, Self.serials.contains(serial),
      let lineage = document["lineage"]?.string,
      !lineage.isEmpty, let resources = document["resources"]?.map
    else {
      throw StateError.corrupt(path: path, reason: "serial, lineage or resources are missing or out of range")
    }
    self.init(serial: serial, lineage: lineage, server: document["server"]?.string)
    for (text, value) in resources {
      guard let address = ResourceAddress(text), let record = ResourceRecord(value) else {
        throw StateError.corrupt(path: path, reason: "the resource \(text) cannot be read")
      }
      self.resources[address] = record
    }
    for (text, value) in document["intents"]?.map ?? [:] {
      guard let address = ResourceAddress(text), let intent = Intent(address, value) else {
        throw StateError.corrupt(path: path, reason: "the intent \(text) cannot be read")
      }
      intents[address] = intent
    }
  }
}

extension ResourceRecord {
  var value: Value {
    var row: ValueMap = [
      "kind": .string(kind), "pk": primaryKey, "origin": .string(origin.rawValue), "source": .string(source),
      "identifiers": .map(identifiers), "applied": .map(applied),
    ]
    row["id"] = entryID.map(Value.string)
    if !identity.isEmpty { row["identity"] = .map(identity) }
    if !answered.isEmpty { row["answered"] = .map(answered) }
    if !secrets.isEmpty {
      row["secrets"] = .map(ValueMap(uniqueKeysWithValues: secrets.map { ($0.key, .string($0.value)) }))
    }
    if !dependencies.isEmpty { row["dependencies"] = .list(dependencies.map { .string($0.description) }) }
    return .map(row)
  }

  init?(_ value: Value) {
    guard let kind = value["kind"]?.string, let primaryKey = value["pk"],
      let origin = value["origin"]?.string.flatMap(Origin.init(rawValue:)),
      let source = value["source"]?.string, let identifiers = value["identifiers"]?.map,
      let applied = value["applied"]?.map
    else { return nil }
    let dependencies = (value["dependencies"]?.list ?? []).map { $0.string.flatMap { ResourceAddress($0) } }
    guard !dependencies.contains(nil) else { return nil }
    self.init(
      kind: kind, primaryKey: primaryKey, origin: origin, source: source, entryID: value["id"]?.string,
      identifiers: identifiers, identity: value["identity"]?.map ?? [:],
      dependencies: dependencies.compactMap { $0 }, applied: applied,
      answered: value["answered"]?.map ?? [:],
      secrets: (value["secrets"]?.map ?? [:]).compactMapValues(\.string).reduce(into: [:]) {
        $0[$1.key] = $1.value
      })
  }
}
