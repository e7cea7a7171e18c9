/// One line of the table: the measured value, its reference, and whether it is within the limit.
struct Measurement {
  let name: String
  let measured: String
  let limit: String
  let holds: Bool

  /// The line as a Markdown row.
  var row: String { "| \(name) | \(measured) | \(limit) | \(holds ? "yes" : "**no**") |" }

  static func atMost(
    _ name: String, _ value: Double, limit: Double, unit: String = "", digits: Int = 2, _ details: String
  ) -> Measurement {
    Measurement(
      name: name, measured: "\(value.text(digits))\(unit) (\(details))",
      limit: "at most \(limit.text(limit == limit.rounded() ? 0 : digits))\(unit)", holds: value <= limit)
  }

  static func atLeast(
    _ name: String, _ value: Double, limit: Double, unit: String = "", digits: Int = 2, _ details: String
  ) -> Measurement {
    Measurement(
      name: name, measured: "\(value.text(digits))\(unit) (\(details))",
      limit: "at least \(limit.text(limit == limit.rounded() ? 0 : digits))\(unit)", holds: value >= limit)
  }
}

extension Double {
  func text(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let rounded = (self * scale).rounded() / scale
    return digits == 0 ? String(Int(rounded)) : String(rounded)
  }
}
