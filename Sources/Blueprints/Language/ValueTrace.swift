package import Model

/// What is known of a part of a value besides the value itself.
struct ValueTrace: Sendable {
  enum Origin: Sendable {
    /// It comes from a variable that is not shown.
    case hidden
    /// It is null because a look-up found nothing.
    case missed(MissedLookup)
  }

  /// The way from the value to the part; empty for the whole value.
  let steps: [FieldPath.Step]
  let origin: Origin

  var isHidden: Bool {
    if case .hidden = origin { true } else { false }
  }
}

/// A look-up that found nothing and so left null.
package struct MissedLookup: Sendable, Hashable {
  /// What there is not, such as `there is no authentik_flows.flow with slug=x`.
  package let message: String
  package let location: SourceLocation
}

extension [ValueTrace] {
  /// What is traced of the part at a step, from that part on.
  func below(_ step: FieldPath.Step) -> [ValueTrace] {
    compactMap { trace -> ValueTrace? in
      guard let first = trace.steps.first else { return trace.isHidden ? trace : nil }
      guard first == step else { return nil }
      return ValueTrace(steps: [FieldPath.Step](trace.steps.dropFirst()), origin: trace.origin)
    }
  }

  /// The same traces of a part that stands at a step of a larger value.
  func nested(at step: FieldPath.Step) -> [ValueTrace] {
    map { ValueTrace(steps: [step] + $0.steps, origin: $0.origin) }
  }

  /// The traces of a value that something else was made of: the whole is hidden if any part was.
  var collapsed: [ValueTrace] {
    contains(where: \.isHidden) ? [ValueTrace(steps: [], origin: .hidden)] : []
  }
}
