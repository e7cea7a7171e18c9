/// Durations such as `hours=3;minutes=1`, which 2024.8 and 2026.5 take as texts.
enum DurationRule {
  private static let units: Set<String> = [
    "microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks",
  ]

  static func accepts(_ text: String) -> Bool {
    text.split(separator: ";").allSatisfy { part in
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      return pair.count == 2 && units.contains(pair[0].lowercased()) && Double(pair[1]) != nil
    }
  }
}
