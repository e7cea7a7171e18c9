internal import CYAML
package import Model
import OrderedCollections

/// Writes a value as YAML that PyYAML reads as the same value, through libyaml.
package struct Emitter: ~Copyable {
  /// On the heap, since libyaml keeps pointers into the emitter.
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let output: Output

  private final class Output {
    var bytes: [UInt8] = []
  }

  /// The text of a value; throws where libyaml refuses it or the memory is too small.
  package static func text(of value: Value) throws(YAMLError) -> String {
    let emitter = try Emitter()
    var event = yaml_event_t()
    try emitter.emit(yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event)
    try emitter.emit(yaml_document_start_event_initialize(&event, nil, nil, nil, 1), &event)
    try emitter.emit(value)
    try emitter.emit(yaml_document_end_event_initialize(&event, 1), &event)
    try emitter.emit(yaml_stream_end_event_initialize(&event), &event)
    return String(decoding: emitter.output.bytes, as: UTF8.self)
  }

  private init() throws(YAMLError) {
    emitter = .allocate(capacity: 1)
    output = Output()
    guard yaml_emitter_initialize(emitter) == 1 else {
      throw YAMLError("there is no memory to write this text", at: Mark(line: 1, column: 1))
    }
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_width(emitter, -1)
    yaml_emitter_set_output(
      emitter,
      { data, buffer, size in
        guard let data, let buffer else { return 0 }
        let output = Unmanaged<Output>.fromOpaque(data).takeUnretainedValue()
        output.bytes += UnsafeBufferPointer(start: buffer, count: size)
        return 1
      }, Unmanaged.passUnretained(output).toOpaque())
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deallocate()
  }

  /// Hands an event on, which the emitter then owns.
  private func emit(_ made: Int32, _ event: inout yaml_event_t) throws(YAMLError) {
    guard made == 1, yaml_emitter_emit(emitter, &event) == 1 else {
      let problem = emitter.pointee.problem.map { String(cString: $0) } ?? "there is no memory"
      throw YAMLError("the value cannot be written as YAML: \(problem)", at: Mark(line: 1, column: 1))
    }
  }

  private func emit(_ value: Value) throws(YAMLError) {
    var event = yaml_event_t()
    switch value {
    case .list(let items):
      let style = items.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      try emit(yaml_sequence_start_event_initialize(&event, nil, nil, 1, style), &event)
      for item in items { try emit(item) }
      try emit(yaml_sequence_end_event_initialize(&event), &event)
    case .map(let entries):
      let style = entries.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
      try emit(yaml_mapping_start_event_initialize(&event, nil, nil, 1, style), &event)
      for (key, value) in entries {
        try emit(text: key)
        try emit(value)
      }
      try emit(yaml_mapping_end_event_initialize(&event), &event)
    case .string(let text): try emit(text: text)
    case .reference(let reference): try emit(reference.value)
    case .double(let number): try emit(scalar: Self.text(number), YAML_PLAIN_SCALAR_STYLE)
    default: try emit(scalar: JSONWriter.write(value), YAML_PLAIN_SCALAR_STYLE)
    }
  }

  /// YAML 1.1 takes an exponent for a number only behind a point.
  private static func text(_ number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    let text = "\(number)"
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// A text that would be read as something else stands in quotes.
  private func emit(text: String) throws(YAMLError) {
    let isPlain = PlainScalar.value(of: text) == .string(text)
    let style: yaml_scalar_style_t =
      text.utf8.contains(0x0A)
      ? YAML_LITERAL_SCALAR_STYLE : isPlain ? YAML_ANY_SCALAR_STYLE : YAML_SINGLE_QUOTED_SCALAR_STYLE
    try emit(scalar: text, style)
  }

  private func emit(scalar text: String, _ style: yaml_scalar_style_t) throws(YAMLError) {
    var event = yaml_event_t()
    var bytes = Array(text.utf8)
    let count = Int32(clamping: bytes.count)
    // An empty array may have no address at all.
    bytes.append(0)
    let made = bytes.withUnsafeBufferPointer { buffer in
      yaml_scalar_event_initialize(&event, nil, nil, buffer.baseAddress, count, 1, 1, style)
    }
    try emit(made, &event)
  }
}
