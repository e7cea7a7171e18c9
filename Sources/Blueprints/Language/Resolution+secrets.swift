import Catalog
import Model
import OrderedCollections

extension Resolution {
  /// Masks the values of secret fields, and of variables that are not shown.
  ///
  /// Identifiers appear in addresses, so they are not masked.
  ///
  /// `entries` are the resolved entries by slot. An entry that has no secret fields is skipped quickly.
  func secretMask(_ entries: [ResolvedEntry?] = []) -> SecretMask {
    var secrets: [Value] = consulted.variables.compactMap { name, value in
      options.environment.isShown(name) ? nil : value.map(Value.string)
    }
    for (index, slot) in table.slots.enumerated() {
      // The fast path never resolves variables.
      if entries.indices.contains(index), entries[index]?.hasSecretFields == false,
        slot.fast != nil || slot.attrs?.contains(where: \.isHidden) == false
      {
        continue
      }
      guard let fields = slot.attrs ?? slot.declaredFields(.attrs) else { continue }
      var model = ""
      if case .done(let name?) = slot.model { model = name }
      let kind = catalog.kind(model)
      for field in fields {
        guard let value = field.known else { continue }
        if RenderedSet.isSecret(field.name, of: kind) { secrets.append(value) }
        let declared = DeclaredField(
          name: field.name, value: value, nameMark: field.nameMark, valueMark: field.valueMark,
          field: kind?.field(field.name), traces: field.traces)
        secrets += declared.hiddenPaths.compactMap { value.value(at: FieldPath(Array($0.steps.dropFirst()))) }
      }
    }
    return secrets.isEmpty ? SecretMask([]) : SecretMask(secrets, except: identifyingTexts)
  }

  private var identifyingTexts: Set<String> {
    var texts: Set<String> = []
    for field in table.slots.lazy.flatMap({ $0.identifiers ?? $0.declaredFields(.identifiers) ?? [] }) {
      if case .string(let text)? = field.known { texts.insert(text) }
    }
    return texts
  }
}
