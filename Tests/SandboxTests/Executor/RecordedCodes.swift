import Foundation
import Model
import OrderedCollections

@testable import Sandbox

/// The codes of authenticator apps in a recording, and those of the sandbox's secrets in their place.
///
/// A code belongs to a half minute. The first one of a recording tells which half minute of the recording is the
/// replay's current one.
struct RecordedCodes {
  private var secrets: [[UInt8]] = []
  /// The half minutes of the recorded day.
  private let steps: Range<Int>
  /// How many half minutes the replay is later than the recording.
  private var delay: Int?

  init(_ recordings: [Recording]) {
    let day = recordings.lazy.compactMap {
      $0.answer.firstMatch(of: /"created": ?"(\d{4}-\d\d-\d\d)T/)?.output.1
    }.first
    let start = day.flatMap { ISO8601DateFormatter().date(from: "\($0)T00:00:00Z") } ?? .distantPast
    let first = TimedCode.step(start.timeIntervalSince1970)
    steps = first..<first + 2 * 24 * 60
    for recording in recordings {
      guard let text = recording.answer.firstMatch(of: /secret=([A-Z2-7]{32})/)?.output.1,
        let secret = Base32Text.decoded(String(text)), !secrets.contains(secret)
      else { continue }
      secrets.append(secret)
    }
  }

  /// A body whose code is that of the sandbox's own secret for the same half minute.
  mutating func sent(_ body: [UInt8], _ names: FlowNames, at time: Double) -> [UInt8] {
    guard !secrets.isEmpty, var members = (try? JSONReader.read(body))?.map,
      let text = members["code"]?.string, text.utf8.count == 6, let code = Int(text)
    else { return body }
    for secret in secrets {
      guard let own = Base32Text.decoded(names.sent(Base32Text.encoded(secret))),
        let step = steps.first(where: { TimedCode.code(secret, step: $0, digits: 6) == code })
      else { continue }
      let delay = delay ?? TimedCode.step(time) - step
      self.delay = delay
      let digits = String(TimedCode.code(own, step: step + delay, digits: 6))
      members["code"] = .string(String(repeating: "0", count: 6 - digits.utf8.count) + digits)
    }
    return JSONWriter.bytes(of: .map(members))
  }
}
