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

  /// Reads the catalog of a version from data (`CatalogLines`); without `version`, the data is of one version.
  package convenience init(data: [UInt8], at version: String? = nil) throws(CatalogError) {
    self.init(try CatalogLines(data, at: version))
  }

  init(_ lines: CatalogLines) {
    self.version = lines.head["version"]?.string ?? ""
    grantsToUsers = lines.head["grantsToUsers"] == true
    modelsWithoutEndpoint = Set((lines.head["withoutEndpoint"]?.list ?? []).compactMap(\.string))
    self.lines = lines.kinds
    decoded = Mutex([:])
    lookupLines = lines.lookups
    decodedLookups = Mutex([:])
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
      guard let lines = lines[model] else { return nil }
      let rows = CatalogLines.lines(of: lines).compactMap { try? JSONReader.read(Array($0)) }
      guard let kind = RowHistory.row(rows).flatMap(Kind.init(row:)) else { return nil }
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
    let rows = kinds.map { $0.row(under: "model") } + lookupKinds.map { $0.row(under: "lookup") }
    return ([head] + rows).map { JSONWriter.write($0) }.joined(separator: "\n") + "\n"
  }

  /// The first line of the data, about the version.
  var head: Value {
    var head: ValueMap = [
      "version": .string(version),
      "withoutEndpoint": .list(modelsWithoutEndpoint.sorted().map(Value.string)),
    ]
    if grantsToUsers { head["grantsToUsers"] = true }
    return .map(head)
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
      "no catalog of authentik \(version) is built in; there are \(known.joined(separator: ", "))"
    }
  }
}
