package import Model

/// A document to be written: values, blueprint tags, and comments between the keys of maps.
package indirect enum YAMLTree: Sendable, Hashable {
  case value(Value)
  case list([YAMLTree])
  case map([Pair])
  /// A tag with what it takes; lists stand on one line, as in `!Find [authentik_flows.flow, [slug, login]]`.
  case tagged(String, YAMLTree)

  package enum Pair: Sendable, Hashable {
    case pair(String, YAMLTree)
    /// A line of its own, without the `#`.
    case comment(String)
  }
}
