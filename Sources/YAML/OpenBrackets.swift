internal import CYAML

/// The brackets that a text leaves open because it ends too early.
package struct OpenBrackets: Sendable {
  /// The text that closes them, such as `]}`.
  package let closing: String
  /// True if the text ends inside of quotes.
  package let isInQuotes: Bool

  package init(of bytes: [UInt8]) {
    var open: [Character] = []
    var problem = ""
    bytes.withUnsafeBufferPointer { buffer in
      do {
        let parser = try EventParser(buffer)
        while true {
          let event = try parser.next()
          switch event.raw.type {
          case YAML_SEQUENCE_START_EVENT:
            open.append(
              event.raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? "]" : " ")
          case YAML_MAPPING_START_EVENT:
            // A pair in a list, as in `[a: b]`, has no braces of its own.
            let hasBrace = event.raw.start_mark.index != event.raw.end_mark.index
            open.append(
              event.raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE && hasBrace ? "}" : " ")
          case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: _ = open.popLast()
          case YAML_STREAM_END_EVENT: return
          default: break
          }
        }
      } catch {
        problem = (error as? YAMLError)?.message ?? ""
      }
    }
    closing = String(open.reversed().filter { $0 != " " })
    isInQuotes = problem.contains("quoted scalar")
  }
}
