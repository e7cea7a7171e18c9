package import Catalog
package import Model
import OrderedCollections
import YAML

/// A field that an entry declares, with the places of its name and value.
package struct DeclaredField: Sendable {
  package let name: String
  package let value: Value
  package let nameMark: Mark
  package let valueMark: Mark
  /// What the entry's kind says of the field; nil where it knows none of that name, or was not asked.
  package let field: Field?
  let traces: [ValueTrace]
  let places: ValuePlaces?

  init(
    name: String, value: Value, nameMark: Mark, valueMark: Mark, field: Field?, traces: [ValueTrace] = [],
    places: ValuePlaces? = nil
  ) {
    self.name = name
    self.value = value
    self.nameMark = nameMark
    self.valueMark = valueMark
    self.field = field
    self.traces = traces
    self.places = places
  }

  /// What of the value must not be printed, in paths that begin with the field: what comes from a variable that
  /// no `--env-show` names, and secret members of what is no secret as a whole.
  package var hiddenPaths: [FieldPath] {
    let hidden = traces.filter(\.isHidden).map(\.steps) + (field?.type.secretParts(of: value) ?? [])
    return hidden.map(path)
  }

  /// True if any of the value must not be printed.
  package var isHidden: Bool { !hiddenPaths.isEmpty }

  /// The look-ups that found nothing, each with the path, from the field on, at which the value is null.
  package var missedLookups: [(path: FieldPath, lookup: MissedLookup)] {
    traces.compactMap { trace in
      if case .missed(let lookup) = trace.origin { (path(trace.steps), lookup) } else { nil }
    }
  }

  /// Where a part of the field stands, by the steps below the field; what is not there stands where the nearest
  /// around it does.
  func place(of steps: some Collection<FieldPath.Step>) -> ValuePlaces.Place {
    if steps.isEmpty { return ValuePlaces.Place(name: nameMark, value: valueMark) }
    return places?.place(of: steps) ?? ValuePlaces.Place(name: nil, value: valueMark)
  }

  private func path(_ steps: [FieldPath.Step]) -> FieldPath { FieldPath([.key(name)] + steps) }
}

extension DeclaredField {
  /// This field with another of the same name laid over it, as `identifiers` are over `attrs`.
  func overlaid(with other: DeclaredField, named name: String, _ field: Field?) -> DeclaredField {
    DeclaredField(
      name: name, value: value.merged(with: other.value), nameMark: other.nameMark,
      valueMark: other.valueMark,
      field: field,
      traces: traces.filter { Self.survives($0.steps[...], of: value, below: other.value) }
        + other.traces.map { trace in
          ValueTrace(steps: Self.moved(trace.steps[...], of: other.value, over: value), origin: trace.origin)
        },
      // What is made of two parts of the file is said to stand at the whole.
      places: value.merged(with: other.value) == other.value ? other.places : nil)
  }

  /// Whether a part of a value is still there once another is laid over it.
  private static func survives(_ steps: ArraySlice<FieldPath.Step>, of value: Value, below other: Value)
    -> Bool
  {
    switch (value, other) {
    case (.list, .list): return true
    case (.map(let mine), .map(let theirs)):
      guard case .key(let key)? = steps.first, let value = mine[key], let other = theirs[key] else {
        return true
      }
      return survives(steps.dropFirst(), of: value, below: other)
    default: return false
    }
  }

  /// Where a part of a value stands once the value is laid over another: lists go behind each other.
  private static func moved(
    _ steps: ArraySlice<FieldPath.Step>, of other: Value, over value: Value
  ) -> [FieldPath.Step] {
    switch (value, other, steps.first) {
    case (.list(let items), .list, .index(let index)?):
      return [.index(items.count + index)] + steps.dropFirst()
    case (.map(let mine), .map(let theirs), .key(let key)?):
      guard let value = mine[key], let other = theirs[key] else { return Array(steps) }
      return [.key(key)] + moved(steps.dropFirst(), of: other, over: value)
    default: return Array(steps)
    }
  }
}

extension FieldType {
  /// The ways to the secret members of a value of this type.
  fileprivate func secretParts(of value: Value) -> [[FieldPath.Step]] {
    switch (self, value) {
    case (.list(let item), .list(let items)):
      guard item.members != nil else { return [] }
      return items.enumerated().flatMap { index, value in
        item.secretParts(of: value).map { [.index(index)] + $0 }
      }
    case (.object(let members), .map(let entries)):
      return members.flatMap { member -> [[FieldPath.Step]] in
        guard let value = entries[member.name], !value.isNull else { return [] }
        if member.isSecret { return [[.key(member.name)]] }
        return member.type.secretParts(of: value).map { [.key(member.name)] + $0 }
      }
    default: return []
    }
  }
}
