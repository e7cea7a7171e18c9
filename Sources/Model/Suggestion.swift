/// Finds the name that a user may have meant by one that does not exist.
package enum Suggestion {
  /// The maximum length of a compared name, in bytes.
  static let lengthLimit = 200

  /// The maximum number of candidates for one name.
  static let candidateLimit = 2000

  /// The candidate nearest to a name by edits, or nil if none is near enough.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    // Names are not that long, and comparing takes as many steps as the product of both lengths.
    guard name.utf8.count <= lengthLimit else { return nil }
    let limit = max(1, name.count / 3)
    // A difference in length counts as edits, so much longer candidates are skipped.
    let near = candidates.filter { abs($0.utf8.count - name.utf8.count) <= limit }
    let scored = near.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
    return scored.filter { $0.distance <= limit }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// The same for addresses: an equal model and field name do not count as similarity.
  package static func nearest(
    toAddress address: String, among candidates: some Sequence<String>
  ) -> String? {
    nearest(
      to: address,
      among: candidates.filter { candidate in
        let common = zip(address, candidate).prefix { $0 == $1 }.map(\.0)
        let start = (common.lastIndex { "[=,".contains($0) } ?? -1) + 1
        return nearest(to: String(address.dropFirst(start)), among: [String(candidate.dropFirst(start))])
          != nil
      })
  }

  /// The end of a message that suggests the nearest candidate: `; did you mean "title"?`, or nothing.
  package static func hint(for name: String, among candidates: some Collection<String>) -> String {
    // A file can hold as many wrong names as right ones, so the work must stay limited.
    guard candidates.count <= candidateLimit else { return "" }
    return nearest(to: name, among: candidates).map { "; \(offer)\($0)`?" } ?? ""
  }

  /// The name that a message suggests by `hint`; nil if it suggests none.
  package static func offered(in message: String) -> String? {
    guard let start = message.ranges(of: offer).last?.upperBound,
      let end = message[start...].firstRange(of: "`?")?.lowerBound
    else { return nil }
    return String(message[start..<end])
  }

  private static let offer = "did you mean `"

  /// The number of insertions, deletions, replacements and swaps of neighbours between two names.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var previous = [Int](repeating: 0, count: right.count + 1)
    var current = Array(0...right.count)
    for row in 0..<left.count {
      let before = previous
      previous = current
      current[0] = row + 1
      for column in 0..<right.count {
        var best = previous[column] + (left[row] == right[column] ? 0 : 1)
        best = min(best, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current[column + 1] = best
      }
    }
    return current[right.count]
  }
}
