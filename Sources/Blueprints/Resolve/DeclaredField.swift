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
  /// The field of the entry's kind; nil if the kind has no such field, or was not asked.
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

  /// The parts of the value that must not be printed, in paths that begin with the field: parts from a variable that
  /// no `--env-show` names, and secret members of a value that is not secret as a whole.
  package var hiddenPaths: [FieldPath] {
    let hidden = traces.filter(\.isHidden).map(\.steps) + (field?.type.secretParts(of: value) ?? [])
    return hidden.map(path)
  }

  /// True if any of the value must not be printed.
  package var isHidden: Bool { !hiddenPaths.isEmpty }

  /// The objects of the set whose keys the value was computed from.
  var computedFrom: [ResourceAddress] { traces.compactMap(\.computedFrom) }

  /// The look-ups that found nothing, each with the path, from the field on, at which the value is null.
  package var missedLookups: [(path: FieldPath, lookup: MissedLookup)] {
    traces.compactMap { trace in
      if case .missed(let lookup) = trace.origin { (path(trace.steps), lookup) } else { nil }
    }
  }

  /// The place of a part of the field, by the steps below the field. If the part is not in the file, it is the place
  /// of the nearest part around it.
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
      // A value that is merged from two parts of the file has only the place of the field.
      places: value.merged(with: other.value) == other.value ? other.places : nil)
  }

  /// Whether a part of a value is still there after another is laid over it.
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

  /// The steps to a part of a value after the value is laid over another; lists are appended.
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
