/// What a YAML text may cost to read.
package struct NodeLimits: Sendable {
  /// How deeply lists and maps may nest, those behind aliases counted in.
  package var depth = 256
  /// How many nodes a text may hold, its aliases written out.
  package var nodes = 1_000_000
  /// How many times more nodes a text may hold with its aliases written out than without; a text of fewer than a
  /// thousand nodes counts as one of a thousand.
  package var expansion = 100
  /// How many bytes a scalar may have.
  package var scalarBytes = 4 * 1024 * 1024
  /// How many anchors a text may have; each is remembered to the end.
  package var anchors = 100_000

  package init() {}
}
