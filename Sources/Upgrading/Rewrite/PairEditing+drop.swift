import YAML

extension PairEditing {
  /// Removes the key and its value from the map. Comments stay.
  func drop() -> [TextEdit]? {
    guard case .map(let pairs, let isFlow) = place.map.content else { return nil }
    let range = key.range.lowerBound..<end
    if isFlow { return dropInFlow(range, pairs) }
    let start = source.startOfBlanks(before: range.lowerBound)
    guard start == 0 || source.bytes[start - 1] != UInt8(ascii: "?") else { return nil }
    // A map without keys would be null.
    if pairs.count == 1 { return [TextEdit(range, "{}")] }
    let next = source.endOfBlanks(from: range.upperBound)
    let lineEnd = source.endOfLine(from: next)
    // A comment follows the value.
    guard lineEnd == next else { return [TextEdit(range.lowerBound..<next, "")] }
    let startsLine = start == 0 || SourceBytes.isLineEnd(source.bytes[start - 1])
    // Behind a dash, the next key takes the place.
    guard startsLine else { return [TextEdit(range.lowerBound..<source.endOfWhiteSpace(from: lineEnd), "")] }
    guard lineEnd < source.bytes.count else { return [TextEdit(start..<lineEnd, "")] }
    let width = source.bytes[lineEnd] == UInt8(ascii: "\r") ? 2 : 1
    return [TextEdit(start..<lineEnd + width, "")]
  }

  /// The end of the pair. If the value is missing, it is the end of the colon.
  private var end: Int {
    let end = max(value.range.upperBound, key.range.upperBound)
    guard value.range.isEmpty, let colon = source.next(UInt8(ascii: ":"), from: key.range.upperBound) else {
      return end
    }
    return max(colon + 1, end)
  }

  private func dropInFlow(_ range: Range<Int>, _ pairs: [SourceNode.Pair]) -> [TextEdit]? {
    if let comma = source.next(UInt8(ascii: ","), from: range.upperBound) {
      guard comma == source.endOfBlanks(from: range.upperBound) else {
        return [TextEdit(range, ""), TextEdit(comma..<comma + 1, "")]
      }
      // The blanks behind the comma go with it, unless the line ends there.
      let next = source.endOfBlanks(from: comma + 1)
      let isLineEnd = source.endOfLine(from: next) == next || source.bytes[next] == UInt8(ascii: "#")
      return [TextEdit(range.lowerBound..<(isLineEnd ? comma + 1 : next), "")]
    }
    guard place.position > 0 else { return [TextEdit(range, "")] }
    let before = pairs[place.position - 1]
    let from = max(before.value.range.upperBound, before.key.range.upperBound)
    guard let comma = source.next(UInt8(ascii: ","), from: from) else { return nil }
    return source.endOfBlanks(from: comma + 1) == range.lowerBound
      ? [TextEdit(comma..<range.upperBound, "")]
      : [TextEdit(comma..<comma + 1, ""), TextEdit(range, "")]
  }
}
