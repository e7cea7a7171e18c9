import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// Replays recordings against a running sandbox and records the differences.
struct Replay {
  let client: RawClient
  private var normalization = Normalization()
  private(set) var compared = 0
  /// The number of exchanges that were answered as recorded, by file.
  private(set) var equal: [String: Int] = [:]
  /// The differences without an exclusion.
  private(set) var differences: [String] = []
  /// The number of exchanges under each exclusion, and how many of them differ.
  private(set) var excluded: [String: (exchanges: Int, differing: Int)] = [:]

  init(client: RawClient) {
    self.client = client
  }

  mutating func run(_ recordings: [Recording]) async throws {
    for recording in recordings {
      let exclusion = Exclusion.all.first { $0.covers(recording) }
      let difference = try await difference(recording)
      if let exclusion {
        let before = excluded[exclusion.reason] ?? (0, 0)
        excluded[exclusion.reason] = (before.0 + 1, before.1 + (difference == nil ? 0 : 1))
      } else {
        compared += 1
        if difference == nil { equal[recording.file, default: 0] += 1 }
        if let difference {
          differences.append("\(recording.id) \(recording.user): \(recording.what): \(difference)")
        }
      }
    }
  }

  private mutating func difference(_ recording: Recording) async throws -> String? {
    let sent = normalization.sent(recording.target)
    let target =
      sent.utf8.contains(0x20)
      ? sent.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
      : sent
    guard
      let response = try await client.send(
        recording.method, target, headers: recording.headers, body: recording.body.map(normalization.sent))
    else { return "no answer" }
    guard response.status == recording.status else {
      return
        "\(response.status) \(target) \(response.text.prefix(300)), recorded \(recording.status) \(recording.answer.prefix(300))"
    }
    guard response.headers["content-type"] == recording.contentType else {
      return "\(response.headers["content-type"] ?? "no type"), recorded \(recording.contentType ?? "none")"
    }
    // The sandbox does not imitate the pages of the web interface.
    if recording.contentType?.hasPrefix("text/html") == true, !recording.answer.isEmpty { return nil }
    guard let expected = try? JSONReader.read(recording.answer), let answer = response.json else {
      return response.text == recording.answer ? nil : "\(response.text), recorded \(recording.answer)"
    }
    if recording.status == 201 { normalization.learn(recorded: expected, answered: answer) }
    var (one, other) = (normalization.answered(answer), normalization.recorded(expected))
    let asked = recording.target.split(separator: "ordering=").dropFirst().last
    if let ordering = asked ?? (recording.target.contains("/bindings/?") ? "order" : nil) {
      one = Normalization.tiesSorted(one, orderedBy: String(ordering))
      other = Normalization.tiesSorted(other, orderedBy: String(ordering))
    }
    if recording.target.hasSuffix("/used_by/") {
      one = Normalization.sorted(one)
      other = Normalization.sorted(other)
    }
    // The texts are compared, since the order of keys comes from the serializer.
    let (text, recorded) = (JSONWriter.write(one), JSONWriter.write(other))
    return text == recorded ? nil : Self.around(text, recorded)
  }

  private static func around(_ text: String, _ recorded: String) -> String {
    let same = zip(text, recorded).prefix { $0 == $1 }.count
    let start = max(same - 40, 0)
    return "…\(text.dropFirst(start).prefix(200)), recorded …\(recorded.dropFirst(start).prefix(200))"
  }
}
