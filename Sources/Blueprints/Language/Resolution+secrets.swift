import Catalog
import Model
import OrderedCollections

extension Resolution {
  /// What must not be said of the entries: the values of secret fields and of variables that are not shown.
  ///
  /// What identifies an object stands in its address, and so is no secret.
  var secretMask: SecretMask {
    var secrets: [Value] = consulted.variables.compactMap { name, value in
      options.environment.isShown(name) ? nil : value.map(Value.string)
    }
    var shown: Set<String> = []
    for slot in slots {
      var kind: Kind?
      if case .done(let model?) = slot.model { kind = catalog.kind(model) }
      for field in slot.attrs ?? [] {
        guard field.isHidden || RenderedSet.isSecret(field.name, of: kind), let value = field.known else {
          continue
        }
        secrets.append(value)
      }
      for field in slot.identifiers ?? [] {
        if case .string(let text)? = field.known { shown.insert(text) }
      }
    }
    return SecretMask(secrets, except: shown)
  }
}

extension EntrySlot.LazyField {
  fileprivate var known: Value? {
    if case .done(let value) = value { value } else { nil }
  }
}
