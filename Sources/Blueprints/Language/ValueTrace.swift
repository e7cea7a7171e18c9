package import Model
import OrderedCollections

/// A fact about the origin of a value, or of a part of it.
struct ValueTrace: Sendable {
  enum Origin: Sendable {
    /// The part comes from a variable that is not shown.
    case hidden
    /// The part is null because a look-up found nothing.
    case missed(MissedLookup)
    /// The part was computed from the key of an object of the set, which the server has.
    case computed(from: ResourceAddress)
  }

  /// The steps from the value to the part. Empty for the whole value.
  let steps: [FieldPath.Step]
  let origin: Origin

  var isHidden: Bool {
    if case .hidden = origin { true } else { false }
  }

  /// The object whose key the part was computed from.
  var computedFrom: ResourceAddress? {
    if case .computed(let address) = origin { address } else { nil }
  }
}

/// A look-up that found nothing and left null.
package struct MissedLookup: Sendable, Hashable {
  /// The message, such as `there is no authentik_flows.flow with slug=x`.
  package let message: String
  package let location: SourceLocation
}

extension [ValueTrace] {
  /// The traces of the part at a step, relative to that part.
  func below(_ step: FieldPath.Step) -> [ValueTrace] {
    compactMap { trace -> ValueTrace? in
      guard let first = trace.steps.first else {
        return trace.isHidden || trace.computedFrom != nil ? trace : nil
      }
      guard first == step else { return nil }
      return ValueTrace(steps: [FieldPath.Step](trace.steps.dropFirst()), origin: trace.origin)
    }
  }

  /// The traces for a larger value that has this value at a step.
  func nested(at step: FieldPath.Step) -> [ValueTrace] {
    map { ValueTrace(steps: [step] + $0.steps, origin: $0.origin) }
  }

  /// The traces of a value that was computed from this one: it is hidden if any part was, and computed from the same
  /// keys.
  var collapsed: [ValueTrace] {
    (contains(where: \.isHidden) ? [ValueTrace(steps: [], origin: .hidden)] : [])
      + OrderedSet(compactMap(\.computedFrom)).map { ValueTrace(steps: [], origin: .computed(from: $0)) }
  }
}
