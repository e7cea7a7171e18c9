/// The differences between two texts, line by line, with a few lines of context.
enum LineDiff {
  enum Line: Hashable {
    case kept(String)
    case removed(String)
    case added(String)
    /// A number of equal lines that are left out.
    case gap(Int)
  }

  /// Beyond this number of comparisons, differences are no longer searched for in detail.
  private static let effort = 4_000_000

  static func lines(from old: String, to new: String, context: Int = 3) -> [Line] {
    collapsed(all(split(old), split(new)), context)
  }

  static func split(_ text: String) -> [String] {
    // Split by scalars, because a line may also end with a carriage return.
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func all(_ old: [String], _ new: [String]) -> [Line] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
    return old[..<start].map(Line.kept)
      + changed(Array(old[start..<(old.count - end)]), Array(new[start..<(new.count - end)]))
      + old[(old.count - end)...].map(Line.kept)
  }

  private static func changed(_ old: [String], _ new: [String]) -> [Line] {
    guard old.count * new.count <= effort else { return old.map(Line.removed) + new.map(Line.added) }
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var next = 0
    func insert() {
      while added.contains(next) {
        lines.append(.added(new[next]))
        next += 1
      }
    }
    for (index, line) in old.enumerated() {
      guard !removed.contains(index) else {
        lines.append(.removed(line))
        continue
      }
      insert()
      lines.append(.kept(line))
      next += 1
    }
    insert()
    return lines
  }

  private static func collapsed(_ lines: [Line], _ context: Int) -> [Line] {
    var isNear = [Bool](repeating: false, count: lines.count)
    for (index, line) in lines.enumerated() {
      if case .kept = line { continue }
      for near in max(0, index - context)...min(lines.count - 1, index + context) { isNear[near] = true }
    }
    var result: [Line] = []
    var far: [Line] = []
    func flush() {
      // A single line is shown instead of counted.
      result += far.count < 2 ? far : [.gap(far.count)]
      far = []
    }
    for (index, line) in lines.enumerated() {
      if isNear[index] {
        flush()
        result.append(line)
      } else {
        far.append(line)
      }
    }
    flush()
    return result
  }
}
