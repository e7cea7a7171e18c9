import ArgumentParser
import Sandbox

/// How often a kind of fault happens, as `kind=rate` with a rate between 0 and 1.
struct FaultRate: ExpressibleByArgument {
  let kind: FaultKind
  let rate: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=")
    guard parts.count == 2, let kind = FaultKind(rawValue: String(parts[0])), let rate = Double(parts[1]),
      (0...1).contains(rate)
    else { return nil }
    self.kind = kind
    self.rate = rate
  }

  var defaultValueDescription: String { "\(kind.rawValue)=\(rate)" }

  static var allValueStrings: [String] { FaultKind.allCases.map { "\($0.rawValue)=RATE" } }
}
