internal import CYAML
import Model

/// Reads the events of a text through libyaml. It owns the C parser and deletes it.
struct EventParser: ~Copyable {
  /// On the heap, since libyaml keeps pointers into the parser.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>

  /// The bytes must outlive the parser: libyaml reads them step by step.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    parser = .allocate(capacity: 1)
    self.bytes = bytes
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLError("there is no memory to read this text", at: Mark(line: 1, column: 1))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func next() throws(YAMLError) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
    return Event(taking: raw)
  }

  private func failure() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML"
    guard parser.pointee.error != YAML_READER_ERROR else {
      return YAMLError(readerProblem(problem), at: mark(atOffset: parser.pointee.problem_offset))
    }
    let place = parser.pointee.problem_mark
    let context = parser.pointee.context.map { " (\(String(cString: $0)))" } ?? ""
    let start = parser.pointee.context_mark
    return YAMLError(
      problem + context, at: Mark(line: place.line + 1, column: place.column + 1),
      since: context.isEmpty ? nil : Mark(line: start.line + 1, column: start.column + 1))
  }

  private func readerProblem(_ problem: String) -> String {
    let advice =
      problem.hasPrefix("control")
      ? "; leave it out, or write it as an escape in double quotes" : "; save the file as UTF-8"
    let value = parser.pointee.problem_value
    guard value >= 0 else { return problem + advice }
    let digits = String(value, radix: 16, uppercase: true)
    return problem + " (0x" + String(repeating: "0", count: max(0, 2 - digits.count)) + digits + ")" + advice
  }

  /// The place of an offset. libyaml's reader only knows the byte where it stopped.
  private func mark(atOffset offset: Int) -> Mark {
    let position = SourceLines(Array(bytes)).position(ofByte: offset)
    return Mark(line: position.line, column: position.column)
  }
}
