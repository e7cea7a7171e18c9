/// An entry of a parsed set, with the position of its blueprint.
struct ParsedEntry: Sendable {
  let entry: Entry
  let blueprint: Int
  /// Nil if the entry must be resolved with the rest of its set.
  let fast: FastEntry?
}
