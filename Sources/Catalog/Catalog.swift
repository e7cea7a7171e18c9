import Model
import OrderedCollections
import Synchronization

/// The kinds of object in one version of authentik.
///
/// Rows are decoded on first use: a run that needs flows never reads the other 120.
package final class Catalog: Sendable {
  /// The server's version, such as `2026.5.0-rc1`.
  package let version: String
  /// Models that blueprints may name but no endpoint creates, such as `metaapplyblueprint`.
  package let modelsWithoutEndpoint: Set<String>
  /// True if permissions can be granted to users as well as to roles: up to 2025.10.
  package let grantsToUsers: Bool
  private let lines: [String: ArraySlice<UInt8>]
  private let decoded: Mutex<[String: Kind]>
  private let lookupLines: [String: ArraySlice<UInt8>]
  private let decodedLookups: Mutex<[String: Kind]>

  package init(
    version: String, kinds: [Kind], lookupKinds: [Kind] = [], modelsWithoutEndpoint: Set<String> = [],
    grantsToUsers: Bool = false
  ) {
    self.version = version
    self.grantsToUsers = grantsToUsers
    self.modelsWithoutEndpoint = modelsWithoutEndpoint
    lines = [:]
    decoded = Mutex(Dictionary(kinds.map { ($0.model, $0) }, uniquingKeysWith: { $1 }))
    lookupLines = [:]
    decodedLookups = Mutex(
      Dictionary(lookupKinds.map { ($0.model, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Reads the catalog's data: JSON lines, the first with the version. Each other line is a kind, and its
  /// first key names the model: `model`, or `lookup` if no endpoint creates it.
  package init(data: [UInt8]) throws(CatalogError) {
    var lines: [String: ArraySlice<UInt8>] = [:]
    var lookupLines: [String: ArraySlice<UInt8>] = [:]
    var head: Value?
    for line in data.split(separator: 0x0A) {
      if head == nil {
        head = try? JSONReader.read(Array(line))
      } else if let model = Self.model(of: line, under: "model") {
        lines[model] = line
      } else if let model = Self.model(of: line, under: "lookup") {
        lookupLines[model] = line
      } else {
        throw CatalogError.unreadable("a line does not begin with its model")
      }
    }
    guard let head, let version = head["version"]?.string else {
      throw CatalogError.unreadable("the first line has no version")
    }
    self.version = version
    grantsToUsers = head["grantsToUsers"] == true
    modelsWithoutEndpoint = Set((head["withoutEndpoint"]?.list ?? []).compactMap(\.string))
    self.lines = lines
    decoded = Mutex([:])
    self.lookupLines = lookupLines
    decodedLookups = Mutex([:])
  }

  private static func model(of line: ArraySlice<UInt8>, under key: String) -> String? {
    let prefix = Array(#"{"\#(key)":""#.utf8)
    guard line.starts(with: prefix) else { return nil }
    let rest = line.dropFirst(prefix.count)
    return rest.firstIndex(of: UInt8(ascii: "\"")).map { String(decoding: rest[..<$0], as: UTF8.self) }
  }

  /// The kind with a model's name (lower-case), or nil.
  package func kind(_ model: String) -> Kind? { Self.kind(model, decoded, lines) }

  /// The kind of a model (lower-case) that can be looked up but not created, or nil.
  package func lookupKind(_ model: String) -> Kind? { Self.kind(model, decodedLookups, lookupLines) }

  private static func kind(
    _ model: String, _ decoded: borrowing Mutex<[String: Kind]>, _ lines: [String: ArraySlice<UInt8>]
  ) -> Kind? {
    decoded.withLock { decoded in
      if let kind = decoded[model] { return kind }
      guard let line = lines[model], let row = try? JSONReader.read(Array(line)), let kind = Kind(row: row)
      else { return nil }
      decoded[model] = kind
      return kind
    }
  }

  /// Every model's name, sorted.
  package var models: [String] {
    decoded.withLock { Set($0.keys).union(lines.keys).sorted() }
  }

  /// The end of a message about an unknown model: suggests the nearest model, if there is one.
  package func modelHint(for name: String) -> String {
    let known = models + modelsWithoutEndpoint
    let behindDot = name.split(separator: ".").last
    let sameName = known.filter { $0.split(separator: ".").last == behindDot }
    if sameName.count == 1, let match = sameName.first { return "; did you mean `\(match)`?" }
    return Suggestion.hint(for: name, among: known)
  }

  package var kinds: [Kind] { models.compactMap(kind) }

  /// The kinds that can be looked up but not created, sorted by model.
  package var lookupKinds: [Kind] {
    decodedLookups.withLock { Set($0.keys) }.union(lookupLines.keys).sorted().compactMap(lookupKind)
  }

  /// The catalog's data, as `init(data:)` reads it.
  package var data: String {
    var head: ValueMap = [
      "version": .string(version),
      "withoutEndpoint": .list(modelsWithoutEndpoint.sorted().map(Value.string)),
    ]
    if grantsToUsers { head["grantsToUsers"] = true }
    let rows = kinds.map { $0.row(under: "model") } + lookupKinds.map { $0.row(under: "lookup") }
    return ([.map(head)] + rows).map { JSONWriter.write($0) }.joined(separator: "\n") + "\n"
  }
}

/// Why a catalog cannot be used.
package enum CatalogError: Error, Hashable {
  case unreadable(String)
  case unknownVersion(String, known: [String])
}

extension CatalogError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let reason): "the catalog cannot be read: \(reason)"
    case .unknownVersion(let version, let known):
      "no catalog for authentik \(version) is embedded; available are \(known.joined(separator: ", "))"
    }
  }
}
