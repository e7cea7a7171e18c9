import Catalog
package import Model
import OrderedCollections
import Planning
import Remote

/// A live object that an address names.
package struct NamedObject: Sendable {
  package let address: ResourceAddress
  /// The identifiers that find it, with primary keys instead of addresses.
  package let identifiers: ValueMap
  package let primaryKey: Value
  package let object: Value
}

/// Why an address names no object, or more than one.
package struct NoSuchObject: Error, Hashable {
  package let message: String
}

extension LiveReader {
  /// The one object that an address names. Addresses among its identifiers are looked up first.
  package func object(at parts: AddressParts) async throws -> NamedObject {
    guard let kind = catalog.kind(parts.model) else {
      throw NoSuchObject(
        message: "unknown model \(parts.model)\(catalog.modelHint(for: parts.model))")
    }
    var identifiers = ValueMap()
    for (name, part) in parts.identifiers {
      guard let field = kind.field(name) else {
        throw NoSuchObject(
          message:
            "\(kind.model) has no field `\(name)`\(Suggestion.hint(for: name, among: kind.fields.map(\.name)))"
        )
      }
      switch part {
      case .address(let nested): identifiers[name] = try await object(at: nested).primaryKey
      case .value(let value): identifiers[name] = value
      case .bare(let text): identifiers[name] = Self.value(text, as: field.type)
      }
    }
    let target = LookupTarget(model: kind.model, address: parts.address, identifiers: identifiers)
    let read = try await KindReader(api: api, kind: kind, parallelism: parallelism).read([target])
    let matches = LiveIndex(read.objects, kind: kind).objects(matching: identifiers)
    guard matches.count < 2 else {
      let keys = matches.map { Self.text($0[kind.primaryKey] ?? .null) }.joined(separator: ", ")
      throw NoSuchObject(
        message:
          "\(parts.address) matches \(matches.count) objects (\(keys)); add identifiers until one is left")
    }
    guard let object = matches.first, let primaryKey = object[kind.primaryKey] else {
      let all = read.isWhole ? read.objects : try await api.list(kind)
      throw NoSuchObject(
        message: "the server has no \(parts.address)"
          + (nearest(to: parts, among: all, kind) ?? "; check its identifiers, and that the token may view it")
      )
    }
    return NamedObject(
      address: parts.address, identifiers: identifiers, primaryKey: primaryKey, object: object)
  }

  /// The end of a message that suggests the nearest object, by the identifiers that are not references.
  private func nearest(to parts: AddressParts, among objects: [Value], _ kind: Kind) -> String? {
    let names = parts.identifiers.filter { if case .address = $0.value { false } else { true } }.map(\.key)
    guard !names.isEmpty else { return nil }
    func address(_ value: (String) -> Value) -> String {
      ResourceAddress(model: kind.model, identifiers: names.map { (key: $0, value: value($0)) }).description
    }
    let wanted = address { name in
      switch parts.identifiers[name] {
      case .bare(let text): .string(text)
      case .value(let value): value
      default: .null
      }
    }
    return Suggestion.nearest(
      toAddress: wanted, among: objects.map { object in address { object[$0] ?? .null } }
    ).map { "; did you mean `\($0)`?" }
  }

  /// A value without quotes is a text only if the field holds texts.
  private static func value(_ text: String, as type: FieldType) -> Value {
    if case .text = type { return .string(text) }
    return (try? JSONReader.read(text)) ?? .string(text)
  }

  private static func text(_ value: Value) -> String {
    value.string ?? JSONWriter.write(value)
  }
}
