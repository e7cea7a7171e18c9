import FoundationEssentials
import Logging
import Model
import OrderedCollections
import Reporting

/// The log of a service on standard error, a line for each event: JSON for programs, or text for people.
struct ServiceLog: LogHandler {
  enum Format: Sendable {
    case json, text
  }

  let format: Format
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  var metadataProvider: Logger.MetadataProvider?

  init(_ format: Format) { self.format = format }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    Console.line(text(of: event, at: time, all))
  }

  private func text(
    of event: LogEvent, at time: String, _ metadata: [(key: String, value: Logger.MetadataValue)]
  ) -> String {
    switch format {
    case .json:
      var line: ValueMap = [
        "time": .string(time), "level": .string(event.level.rawValue),
        "message": .string(event.message.description),
      ]
      for (key, value) in metadata where line[key] == nil { line[key] = .string("\(value)") }
      return JSONWriter.write(.map(line))
    case .text:
      let target = metadata.first { $0.key == "target" }.map { "\($0.value): " } ?? ""
      let level = event.level < .warning ? "" : "\(event.level.rawValue): "
      let others = metadata.filter { $0.key != "target" }.map { "\($0.key): \($0.value)" }
      let end = others.isEmpty ? "" : " (\(others.joined(separator: ", ")))"
      return Terminal.escaped("\(time) \(target)\(level)\(event.message)\(end)")
    }
  }
}
