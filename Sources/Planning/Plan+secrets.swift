package import Model
import OrderedCollections

extension Plan {
  /// Masks the secret values that the plan writes, if they are at hand.
  package var secretMask: SecretMask {
    let secrets = changes.indices.flatMap { index in
      changes[index].secretFields.compactMap { changes[index].values[$0] }
    }
    guard !secrets.isEmpty else { return SecretMask([]) }
    var shown: Set<String> = []
    for change in changes { shown.formUnion(change.identifiers.values.compactMap(\.string)) }
    return SecretMask(secrets, except: shown)
  }

  /// The plan with secrets removed from its messages.
  package func masked(by mask: SecretMask) -> Plan {
    guard !mask.isEmpty else { return self }
    var masked = self
    masked.diagnostics = diagnostics.masked(by: mask)
    for index in changes.indices {
      masked.changes[index].reason = changes[index].reason.map { mask($0) }
      masked.changes[index].cascades = changes[index].cascades.map {
        PlannedChange.Cascade(model: $0.model, name: mask($0.name), primaryKey: $0.primaryKey)
      }
    }
    return masked
  }
}
