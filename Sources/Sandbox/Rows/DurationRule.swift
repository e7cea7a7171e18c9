import Catalog

/// Durations such as `hours=3;minutes=1`, which 2024.8 and 2026.5 take as texts.
enum DurationRule {
  private static let units: [String: Double] = [
    "microseconds": 0.000_001, "milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3_600,
    "days": 86_400, "weeks": 604_800,
  ]

  static func accepts(_ text: String) -> Bool { seconds(text) != nil }

  /// How long it is; nil for a text that is no duration.
  static func seconds(_ text: String) -> Double? {
    var seconds = 0.0
    for part in text.split(separator: ";") {
      let pair = Coercion.trimmed(String(part)).split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2, let unit = units[pair[0].lowercased()], let count = Double(pair[1]) else {
        return nil
      }
      seconds += unit * count
    }
    return seconds
  }
}
