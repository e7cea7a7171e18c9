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
    // The same few fields come again and again.
    var known: [String: [String: Bool]] = [:]
    for slot in slots {
      var model = ""
      if case .done(let name?) = slot.model { model = name }
      for field in slot.attrs ?? [] {
        let isSecret: Bool
        if let found = known[model]?[field.name] {
          isSecret = found
        } else {
          isSecret = RenderedSet.isSecret(field.name, of: catalog.kind(model))
          known[model, default: [:]][field.name] = isSecret
        }
        if field.isHidden || isSecret, let value = field.known { secrets.append(value) }
      }
    }
    return secrets.isEmpty ? SecretMask([]) : SecretMask(secrets, except: identifyingTexts)
  }

  private var identifyingTexts: Set<String> {
    var texts: Set<String> = []
    for field in slots.lazy.flatMap({ $0.identifiers ?? [] }) {
      if case .string(let text)? = field.known { texts.insert(text) }
    }
    return texts
  }
}
