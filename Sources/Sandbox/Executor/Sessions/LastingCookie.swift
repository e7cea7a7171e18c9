import FoundationEssentials
import Model

/// A cookie that a browser keeps for some time.
enum LastingCookie {
  /// The value of a `Set-Cookie` header. `now` and `seconds` are in seconds.
  static func header(_ name: String, _ value: String, seconds: Int, now: Double, _ request: SandboxRequest)
    -> String
  {
    let rules = request.isSecure ? "SameSite=None; Secure" : "SameSite=Lax"
    return "\(name)=\(value); expires=\(date(now + Double(seconds))); Max-Age=\(seconds); Path=/; \(rules)"
  }

  /// Such as `Sat, 28 Nov 2026 21:12:33 GMT`.
  static func date(_ time: Double) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let date = Date(timeIntervalSince1970: time)
    let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
    func two(_ number: Int?) -> String { ((number ?? 0) < 10 ? "0" : "") + String(number ?? 0) }
    let day = days[(parts.weekday ?? 1) - 1]
    let month = months[(parts.month ?? 1) - 1]
    let clock = [parts.hour, parts.minute, parts.second].map(two).joined(separator: ":")
    return "\(day), \(two(parts.day)) \(month) \(parts.year ?? 0) \(clock) GMT"
  }

  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
