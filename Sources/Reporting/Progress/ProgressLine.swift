package import Model

/// The progress of a step on one line: `applying: 12 of 60 objects, 8.1/s, 6 s left: ADDRESS`.
package enum ProgressLine {
  /// `width` is the maximum number of columns; nil for no limit.
  package static func text(
    _ step: Activity.Step, at now: ContinuousClock.Instant, symbols: Symbols, width: Int? = nil
  ) -> String {
    var text = "\(step.title): \(step.done) of \(step.total) \(step.unit.rawValue)"
    let seconds = step.start.duration(to: now) / .seconds(1)
    if step.done > 0, seconds > 0 {
      let rate = Double(step.done) / seconds
      text += ", \(shown(rate))/s"
      if step.done < step.total { text += ", \(time(Double(step.total - step.done) / rate)) left" }
    }
    if let latest = step.running.last {
      text += ": \(Terminal.escaped(latest))"
      if step.running.count > 1 { text += " and \(step.running.count - 1) more" }
    }
    guard let width, Columns.count(text) > width else { return text }
    return Columns.prefix(text[...], width - Columns.count(symbols.ellipsis)) + symbols.ellipsis
  }

  private static func shown(_ rate: Double) -> String {
    guard rate < 10 else { return String(Int(rate.rounded())) }
    let tenths = Int((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}
