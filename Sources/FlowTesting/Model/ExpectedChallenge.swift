package import Model

/// What a challenge must show. Nil means that the test does not look at it.
package struct ExpectedChallenge: Sendable, Hashable {
  /// `flow_info.title`.
  package var title: TextPattern?
  /// `flow_info.layout`.
  package var layout: TextPattern?
  /// The keys of a prompt's fields, in their order.
  package var fields: [String]?
  /// The names of an identification stage's sources, in any order.
  package var sources: [String]?
  /// The kinds of device that a validation stage offers, in any order.
  package var devices: [String]?
  /// Values elsewhere in the challenge, each at its place.
  package var values: [FieldPath: TextPattern] = [:]

  package init() {}
}
