/// Durations as authentik writes them: `hours=3;minutes=1`.
package enum DurationText {
  private static let units: Set<String> = [
    "microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks",
  ]

  /// Whether the server reads the text as a duration: pairs of a unit and a number. It skips a unit that it does
  /// not know, if there is another (2024.8 and 2026.5).
  package static func isOne(_ text: String) -> Bool {
    var count = 0
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2 else { return false }
      guard units.contains(pair[0].lowercased()) else { continue }
      guard Double(Coercion.trimmed(String(pair[1]))) != nil else { return false }
      count += 1
    }
    return count > 0
  }
}
