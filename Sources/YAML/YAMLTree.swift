package import Model

/// A document to write: values, blueprint tags, and comments between the keys of maps.
package indirect enum YAMLTree: Sendable, Hashable {
  case value(Value)
  case list([YAMLTree])
  case map([Pair])
  /// A tag with its argument. Lists are written on one line, as in `!Find [authentik_flows.flow, [slug, login]]`.
  case tagged(String, YAMLTree)

  package enum Pair: Sendable, Hashable {
    case pair(String, YAMLTree)
    /// A comment on a separate line, without the `#`.
    case comment(String)
  }
}
