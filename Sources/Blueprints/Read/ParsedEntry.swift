/// An entry of a parsed set, and the position of the blueprint that it is in.
struct ParsedEntry: Sendable {
  let entry: Entry
  let blueprint: Int
  /// Nil if the entry is to be resolved with the rest of its set.
  let fast: FastEntry?
}
