import FoundationEssentials

/// Reads and writes date-times like Django.
enum DateTimeText {
  /// The form of an answer, in UTC; nil for a text that is not a date-time.
  static func canonical(_ text: String) -> String? {
    guard let parts = text.wholeMatch(of: pattern)?.output else { return nil }
    guard let year = Int(parts.1), let month = Int(parts.2), let day = Int(parts.3) else { return nil }
    let time = (Int(parts.4 ?? "0") ?? 0, Int(parts.5 ?? "0") ?? 0, Int(parts.6 ?? "0") ?? 0)
    let components = DateComponents(
      timeZone: .gmt, year: year, month: month, day: day, hour: time.0, minute: time.1, second: time.2)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    guard components.isValidDate(in: calendar), let local = calendar.date(from: components) else {
      return nil
    }
    let date = local.addingTimeInterval(-offset(parts.8))
    let seconds = date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt)).dropLast()
    let digits = parts.7.map { String($0.prefix(6)) } ?? ""
    guard !digits.isEmpty, Int(digits) != 0 else { return seconds + "Z" }
    return "\(seconds).\(digits)\(String(repeating: "0", count: 6 - digits.utf8.count))Z"
  }

  private static func offset(_ zone: Substring?) -> TimeInterval {
    guard let zone, zone.lowercased() != "z" else { return 0 }
    let digits = zone.dropFirst().filter(\.isNumber)
    let minutes = (Int(digits.prefix(2)) ?? 0) * 60 + (Int(digits.dropFirst(2)) ?? 0)
    return Double(minutes * 60) * (zone.hasPrefix("-") ? -1 : 1)
  }

  private static var pattern:
    Regex<
      (
        Substring, Substring, Substring, Substring, Substring?, Substring?, Substring?, Substring?, Substring?
      )
    >
  {
    /(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?/
  }
}
