/// Durations as authentik writes them: `hours=3;minutes=1`.
package enum DurationText {
  private static let units: [String: Double] = [
    "microseconds": 0.000_001, "milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3_600,
    "days": 86_400, "weeks": 604_800,
  ]

  /// Python's `timedelta` has at most 999,999,999 days.
  private static let longest = 86_399_999_999_999.0

  /// The length in seconds; nil for a text that the server does not read as a duration (pairs of a unit and a
  /// number). Unknown units are skipped if there is another one (2024.8 and 2026.5).
  package static func seconds(_ text: String) -> Double? {
    var lengths: [Double] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2 else { return nil }
      guard let unit = units[pair[0].lowercased()] else { continue }
      guard let count = Double(Coercion.trimmed(String(pair[1]))) else { return nil }
      lengths.append(unit * count)
    }
    let sum = lengths.reduce(0, +)
    return lengths.isEmpty || !(sum.magnitude <= longest) ? nil : sum
  }
}
