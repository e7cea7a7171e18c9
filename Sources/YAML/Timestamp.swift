/// The text of a YAML timestamp, as Python prints the date or time that PyYAML reads.
enum Timestamp {
  /// `2001-12-14` stays as it is. `2001-12-14t21:59:43.10-05:00` becomes `2001-12-14 21:59:43.100000-05:00`. Nil if
  /// there is no such day or time.
  static func text(_ source: String) -> String? {
    let numbers = source.split { !$0.isNumber }.map(String.init)
    guard numbers.count >= 3, let year = Int(numbers[0]), let month = Int(numbers[1]),
      let day = Int(numbers[2]), isDay(year, month, day)
    else { return nil }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard numbers.count >= 6 else { return date }
    guard let hour = Int(numbers[3]), let minute = Int(numbers[4]), let second = Int(numbers[5]),
      hour < 24, minute < 60, second < 60, let zone = zone(of: source)
    else { return nil }
    let time = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    return "\(date) \(time)\(fraction(of: source))\(zone)"
  }

  private static func fraction(of source: String) -> String {
    guard let point = source.firstIndex(of: ".") else { return "" }
    let digits = source[source.index(after: point)...].prefix { $0.isNumber }.prefix(6)
    guard digits.contains(where: { $0 != "0" }) else { return "" }
    return "." + digits + String(repeating: "0", count: 6 - digits.count)
  }

  private static func zone(of source: String) -> String? {
    guard let seconds = source.lastIndex(of: ":") else { return "" }
    if source.hasSuffix("Z") { return "+00:00" }
    // After the date's own dashes, a sign can only begin the time zone.
    let start = source.index(source.startIndex, offsetBy: 10, limitedBy: source.endIndex) ?? seconds
    guard let sign = source[start...].lastIndex(where: { $0 == "+" || $0 == "-" }) else { return "" }
    let parts = source[source.index(after: sign)...].split(separator: ":").map { Int($0) ?? 0 }
    let (hours, minutes) = (parts.first ?? 0, parts.count > 1 ? parts[1] : 0)
    guard hours * 60 + minutes < 24 * 60 else { return nil }
    let isZero = hours == 0 && minutes == 0
    return
      "\(isZero ? "+" : String(source[sign]))\(padded(hours + minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard year >= 1, (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[month - 1]
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
