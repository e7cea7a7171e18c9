internal import CYAML
package import Model
import OrderedCollections

/// Writes a value as YAML through libyaml. PyYAML reads it as the same value.
///
/// If a text contains characters that could control a terminal, all characters beyond ASCII are escaped: libyaml itself
/// counts direction marks as printable.
package struct Emitter: ~Copyable {
  /// On the heap, since libyaml keeps pointers into the emitter.
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let output: Output

  private final class Output {
    var bytes: [UInt8] = []
  }

  /// Returns the text of a value. Throws if libyaml refuses it or if there is not enough memory.
  package static func text(of value: Value) throws(YAMLError) -> String {
    try text(keepsUnicode: !value.steersTerminal) { (emitter) throws(YAMLError) in try emitter.emit(value) }
  }

  /// Returns the text of a document with tags and comments. Throws for the same reasons.
  ///
  /// libyaml cannot write comments. So each comment is first written as a key that no text of the document contains,
  /// and then the line of that key is replaced.
  package static func text(of tree: YAMLTree) throws(YAMLError) -> String {
    var mark = "flowform-comment"
    while tree.contains(mark) { mark += "-" }
    var comments: [String] = []
    let marked = tree.markingComments(with: mark, &comments)
    let text = try text(keepsUnicode: !tree.steersTerminal) { (emitter) throws(YAMLError) in
      try emitter.emit(marked)
    }
    guard !comments.isEmpty else { return text }
    var next = comments.makeIterator()
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let start = line.firstRange(of: mark), line[..<start.lowerBound].allSatisfy({ $0 == " " }) else {
        return String(line)
      }
      return line[..<start.lowerBound] + "# " + (next.next() ?? "")
    }.joined(separator: "\n")
  }

  private static func text(
    keepsUnicode: Bool, _ body: (borrowing Emitter) throws(YAMLError) -> Void
  ) throws(YAMLError) -> String {
    let emitter = try Emitter(keepsUnicode: keepsUnicode)
    var event = yaml_event_t()
    try emitter.emit(yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event)
    try emitter.emit(yaml_document_start_event_initialize(&event, nil, nil, nil, 1), &event)
    try body(emitter)
    try emitter.emit(yaml_document_end_event_initialize(&event, 1), &event)
    try emitter.emit(yaml_stream_end_event_initialize(&event), &event)
    return String(decoding: emitter.output.bytes, as: UTF8.self)
  }

  private init(keepsUnicode: Bool) throws(YAMLError) {
    emitter = .allocate(capacity: 1)
    output = Output()
    guard yaml_emitter_initialize(emitter) == 1 else {
      throw YAMLError("there is no memory to write this text", at: Mark(line: 1, column: 1))
    }
    yaml_emitter_set_unicode(emitter, keepsUnicode ? 1 : 0)
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

  /// Passes an event to the emitter, which then owns it.
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
    case .pending(let pending): try emit(pending.value)
    case .double(let number): try emit(scalar: Self.text(number), YAML_PLAIN_SCALAR_STYLE)
    default: try emit(scalar: JSONWriter.write(value), YAML_PLAIN_SCALAR_STYLE)
    }
  }

  private func emit(_ tree: YAMLTree, tag: String? = nil, isFlow: Bool = false) throws(YAMLError) {
    var event = yaml_event_t()
    switch tree {
    case .value(let value):
      guard let tag else { return try emit(value) }
      try emit(scalar: value.string ?? JSONWriter.write(value), YAML_PLAIN_SCALAR_STYLE, tag: tag)
    case .tagged(let name, let inner): try emit(inner, tag: name, isFlow: true)
    case .list(let items):
      let style = isFlow || items.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      try emit(
        Self.bytes(tag) { yaml_sequence_start_event_initialize(&event, nil, $0, tag == nil ? 1 : 0, style) },
        &event)
      for item in items { try emit(item, isFlow: isFlow) }
      try emit(yaml_sequence_end_event_initialize(&event), &event)
    case .map(let pairs):
      let style = isFlow || pairs.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
      try emit(yaml_mapping_start_event_initialize(&event, nil, nil, 1, style), &event)
      for case .pair(let key, let value) in pairs {
        try emit(text: key)
        try emit(value, isFlow: isFlow)
      }
      try emit(yaml_mapping_end_event_initialize(&event), &event)
    }
  }

  /// Passes a tag in libyaml's form, with a zero at its end. Passes nil if there is no tag.
  private static func bytes(_ tag: String?, _ body: (UnsafePointer<yaml_char_t>?) -> Int32) -> Int32 {
    guard let tag else { return body(nil) }
    return (Array(tag.utf8) + [0]).withUnsafeBufferPointer { body($0.baseAddress) }
  }

  /// The text of a number. In YAML 1.1, an exponent needs a decimal point before it.
  private static func text(_ number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    let text = "\(number)"
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// Writes a text. It is quoted if YAML would read it as something else.
  private func emit(text: String) throws(YAMLError) {
    let isPlain = PlainScalar.value(of: text) == .string(text)
    let style: yaml_scalar_style_t =
      text.utf8.contains(0x0A)
      ? YAML_LITERAL_SCALAR_STYLE : isPlain ? YAML_ANY_SCALAR_STYLE : YAML_SINGLE_QUOTED_SCALAR_STYLE
    try emit(scalar: text, style)
  }

  private func emit(
    scalar text: String, _ style: yaml_scalar_style_t, tag: String? = nil
  ) throws(YAMLError) {
    var event = yaml_event_t()
    var bytes = Array(text.utf8)
    let count = Int32(clamping: bytes.count)
    // An empty array may have no address at all.
    bytes.append(0)
    let made = bytes.withUnsafeBufferPointer { buffer in
      Self.bytes(tag) { tag in
        let isImplied: Int32 = tag == nil ? 1 : 0
        return yaml_scalar_event_initialize(
          &event, nil, tag, buffer.baseAddress, count, isImplied, isImplied, style)
      }
    }
    try emit(made, &event)
  }
}

extension Value {
  /// True if a text or key contains an invisible format character, such as a direction mark.
  fileprivate var steersTerminal: Bool {
    switch self {
    case .string(let text): text.steersTerminal
    case .list(let items): items.contains(where: \.steersTerminal)
    case .map(let entries): entries.contains { $0.key.steersTerminal || $0.value.steersTerminal }
    case .reference(let reference): reference.value.steersTerminal
    default: false
    }
  }
}

extension YAMLTree {
  fileprivate var steersTerminal: Bool {
    switch self {
    case .value(let value): value.steersTerminal
    case .list(let items): items.contains(where: \.steersTerminal)
    case .tagged(_, let inner): inner.steersTerminal
    case .map(let pairs):
      pairs.contains { pair in
        switch pair {
        case .pair(let key, let value): key.steersTerminal || value.steersTerminal
        case .comment(let text): text.steersTerminal
        }
      }
    }
  }
}

extension String {
  fileprivate var steersTerminal: Bool {
    // The zero-width joiner of emoji is harmless.
    unicodeScalars.contains {
      $0.properties.generalCategory == .format && $0.value != 0x200D
    }
  }
}
