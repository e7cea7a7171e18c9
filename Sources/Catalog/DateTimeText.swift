/// Date-times as texts, in the form that the server answers.
///
/// Recorded from 2024.8 and 2026.5: a time without a zone is in UTC, a date alone is midnight, a space may
/// replace the `T`, and the answer is in UTC.
enum DateTimeText {
  /// Turns `2031-02-03T06:05:06+02:00` into `2031-02-03T04:05:06Z`; nil for a text that is not a date.
  static func canonical(_ text: String) -> String? {
    var reader = Reader(Array(text.utf8)[...])
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
      let day = reader.number(2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var seconds = 0
    var fraction = ""
    if !reader.isAtEnd {
      guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(2),
        reader.take(":"), let minute = reader.number(2)
      else { return nil }
      var second = 0
      if reader.take(":") {
        guard let number = reader.number(2) else { return nil }
        second = number
        if reader.take(".") || reader.take(",") { fraction = reader.digits() }
      }
      guard let offset = reader.offset(), reader.isAtEnd else { return nil }
      seconds = hour * 3600 + minute * 60 + second - offset
    }
    let time = days(year, month, day) * 86400 + seconds
    return spelling(time, fraction)
  }

  private struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func number(_ count: Int) -> Int? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      rest = rest.dropFirst(count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func digits() -> String {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      return String(decoding: digits.prefix(6), as: UTF8.self)
    }

    /// Seconds east of UTC; nil if the text is not a zone.
    mutating func offset() -> Int? {
      if isAtEnd || take("Z") || take("z") { return 0 }
      let isWest = take("-")
      guard isWest || take("+"), let hours = number(2) else { return nil }
      _ = take(":")
      let minutes = isAtEnd ? 0 : number(2)
      return minutes.map { (isWest ? -1 : 1) * (hours * 3600 + $0 * 60) }
    }
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // If years begin in March, the leap day is at the end.
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }

  private static func spelling(_ time: Int, _ fraction: String) -> String {
    let day = time >= 0 ? time / 86400 : (time - 86399) / 86400
    let second = time - day * 86400
    let (year, month, date) = date(day)
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    // The server answers six digits, or none.
    let digits =
      fraction.contains { $0 != "0" }
      ? "." + fraction + String(repeating: "0", count: 6 - fraction.count) : ""
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T\(clock)\(digits)Z"
  }

  private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let days = days + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    return (
      yearOfEra + era * 400 + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
