import Glibc
import Model

/// The lines of a catalog's data, by the model that they are about; nothing is decoded but the first line.
///
/// The first line has `version`, or `versions` for data of several (`CatalogHistory`). Each other line is a kind or
/// what changed of it, and its first key names the model: `model`, or `lookup` if no endpoint creates it. All lines
/// of a kind follow each other.
struct CatalogLines {
  /// The first line's words about the version.
  let head: Value
  private(set) var kinds: [String: ArraySlice<UInt8>] = [:]
  private(set) var lookups: [String: ArraySlice<UInt8>] = [:]

  private static let modelKey = Array(#"{"model":""#.utf8)
  private static let lookupKey = Array(#"{"lookup":""#.utf8)
  private static let sinceKey = Array(#","since":""#.utf8)
  private static let goneKey = Array(#","gone":true}"#.utf8)

  /// The lines up to a version; without one, the data is of one version.
  init(_ data: [UInt8], at version: String?) throws(CatalogError) {
    let lines = Self.lines(of: data[...])
    let heads = lines.first.map(Self.heads) ?? []
    let position = heads.firstIndex { version == nil || $0["version"]?.string == version }
    guard let position, heads[position]["version"]?.string != nil else {
      throw CatalogError.unreadable("the first line has no version\(version.map { " \($0)" } ?? "")")
    }
    head = heads[position]
    let later = Set(heads[(position + 1)...].compactMap { $0["version"]?.string })
    for line in lines.dropFirst() {
      if let model = Self.text(behind: Self.modelKey, in: line) {
        Self.add(line, at: Self.modelKey.count + model.utf8.count, to: &kinds[model], of: data, unless: later)
      } else if let model = Self.text(behind: Self.lookupKey, in: line) {
        Self.add(
          line, at: Self.lookupKey.count + model.utf8.count, to: &lookups[model], of: data, unless: later)
      } else {
        throw CatalogError.unreadable("a line does not begin with its model")
      }
    }
  }

  /// The lines of some bytes; empty ones are left out.
  ///
  /// `split` would make a run for one entry 5 % longer (measured over 60 runs).
  static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        let end =
          memchr(base + start, 0x0A, buffer.count - start).map { UnsafeRawPointer($0) - base } ?? buffer.count
        if end > start { lines.append(bytes[(bytes.startIndex + start)..<(bytes.startIndex + end)]) }
        start = end + 1
      }
    }
    return lines
  }

  /// The versions that the data is of.
  static func versions(of data: [UInt8]) -> [String] {
    heads(data.prefix { $0 != 0x0A }).compactMap { $0["version"]?.string }
  }

  private static func heads(_ line: ArraySlice<UInt8>) -> [Value] {
    let head = try? JSONReader.read(Array(line))
    return head?["versions"]?.list ?? head.map { [$0] } ?? []
  }

  /// All lines about kinds in data of several versions, by model; lines about look-ups are left out.
  static func histories(of data: [UInt8]) -> [String: [ArraySlice<UInt8>]] {
    var histories: [String: [ArraySlice<UInt8>]] = [:]
    for line in lines(of: data[...]) {
      if let model = text(behind: modelKey, in: line) { histories[model, default: []].append(line) }
    }
    return histories
  }

  /// Adds a line to those of its kind, unless it is of a later version; `end` is that of the model's name.
  private static func add(
    _ line: ArraySlice<UInt8>, at end: Int, to known: inout ArraySlice<UInt8>?, of data: [UInt8],
    unless later: Set<String>
  ) {
    let rest = line.dropFirst(end + 1)
    if let since = text(behind: sinceKey, in: rest), later.contains(since) { return }
    if line.suffix(goneKey.count).elementsEqual(goneKey) {
      known = nil
    } else {
      known = data[(known?.startIndex ?? line.startIndex)..<line.endIndex]
    }
  }

  /// The text between the bytes that a line must begin with and the next quote.
  private static func text(behind start: [UInt8], in line: ArraySlice<UInt8>) -> String? {
    guard line.starts(with: start) else { return nil }
    let rest = line.dropFirst(start.count)
    return rest.firstIndex(of: UInt8(ascii: "\"")).map { String(decoding: rest[..<$0], as: UTF8.self) }
  }
}
