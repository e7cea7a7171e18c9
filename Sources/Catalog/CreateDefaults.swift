import CatalogData
package import Model
import OrderedCollections

/// The value that a create without a field stores, by model and field.
///
/// Read from `sandbox.jsonl`: the answers of 2024.8 and 2026.5 to recorded creates, and the defaults of
/// authentik's models for the rest. OpenAPI states none of them.
package struct CreateDefaults: Sendable {
  /// Fields with a default that changed between two versions that are not recorded.
  private static let changing: Set<String> = [
    "authentik_brands.brand branding_default_flow_background",
    "authentik_sources_kerberos.kerberossource kadmin_type",
    "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage prevent_duplicate_devices",
  ]

  private let values: [String: ValueMap]
  /// The recorded version that the values are of.
  private let recorded: EmbeddedCatalog
  private let isRecorded: Bool

  /// The defaults of the recorded version nearest to a server's.
  package init(nearestTo version: String) {
    let embedded = EmbeddedCatalog.nearest(to: version)
    let recorded = embedded.nearestRecorded
    self.recorded = recorded
    isRecorded = embedded == recorded
    let data = Array(UnsafeBufferPointer(start: catalog_sandbox(), count: catalog_sandbox_size()))
    values = data.split(separator: 0x0A).reduce(into: [:]) { values, line in
      guard let row = try? JSONReader.read(Array(line)), let model = row["model"]?.string,
        // A line with `until` describes a version that was not recorded.
        row["until"] == nil,
        AuthentikVersion(row["since"]?.string ?? "") <= AuthentikVersion(recorded.version)
      else { return }
      values[model] = row["defaults"]?.map ?? [:]
    }
  }

  /// The value that a create without the field stores. Nil if it is not known, or null, false or empty.
  package func value(of field: String, in model: String) -> Value? {
    isKnown(field, of: model) ? values[model]?[field] : nil
  }

  /// True if a create without the field stores this value. A field without a recorded default starts as null,
  /// false or empty.
  package func isDefault(_ value: Value, of field: Field, in model: String) -> Bool {
    guard !field.isRequired, isKnown(field.name, of: model) else { return false }
    let stored = Coercion.normalized(value, as: field.type)
    if let known = values[model]?[field.name] { return stored == Coercion.normalized(known, as: field.type) }
    return switch stored {
    case .null, .bool(false): true
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    default: false
    }
  }

  /// The value that a create without the field stores. Nil if a create needs the field, or if the value is not known.
  package func value(of field: Field, in model: String) -> Value? {
    guard !field.isRequired, !field.isReadOnly, isKnown(field.name, of: model) else { return nil }
    if let known = values[model]?[field.name] { return Coercion.normalized(known, as: field.type) }
    if let stated = field.defaultValue { return stated }
    let empty: Value? =
      switch field.type {
      case _ where field.isNullable: .null
      case .boolean: false
      case .list: []
      case .map: [:]
      case .text where field.allowsBlank: ""
      default: nil
      }
    return empty.flatMap { isDefault($0, of: field, in: model) ? $0 : Value?.none }
  }

  /// True if a create may leave out the field, because the server then stores the same value. Never true for a value
  /// that a rule of the server reads, because the rule looks at the create's body alone.
  package func isRedundant(_ value: Value, of field: Field, in kind: Kind) -> Bool {
    if kind.neededToCreate.contains([field.name]) { return false }
    guard kind.sentAlong.contains(field.name) else { return isDefault(value, of: field, in: kind.model) }
    return value.isNull || value == "" && !field.allowsBlank
  }

  /// False for a field that the recorded version lacks: its default may be anything.
  private func isKnown(_ field: String, of model: String) -> Bool {
    isRecorded
      || !Self.changing.contains("\(model) \(field)")
        && KindHistory.kind(model, in: recorded)?.field(field) != nil
  }
}
