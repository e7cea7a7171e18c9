import Files

/// A file that an option names; it is read whole, up to a limit.
enum InputFile {
  /// Throws with `code` if the file cannot be read or is too large; `name` and `advice` begin and end the message.
  static func read(
    _ path: String, named name: String? = nil, advice: String, limit: Int = BoundedFile.limit,
    code: ExitStatus = .usage
  ) throws(CommandFailure) -> [UInt8] {
    switch BoundedFile.read(path, limit: limit) {
    case .bytes(let bytes): return bytes
    case .tooLarge: throw CommandFailure(code, "\(name ?? path) has more than \(limit) bytes; \(advice)")
    case .unreadable: throw CommandFailure(code, "\(name ?? path) cannot be read; \(advice)")
    }
  }
}
