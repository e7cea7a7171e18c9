/// The changes of a text as `diff -u` shows them.
enum UnifiedDiff {
  static func text(from old: String, to new: String, file: String) -> String {
    var hunks: [Hunk] = []
    var (oldLine, newLine) = (1, 1)
    var hunk = Hunk(old: 1, new: 1)
    for line in LineDiff.lines(from: complete(old), to: complete(new)) {
      switch line {
      case .gap(let count):
        hunks.append(hunk)
        oldLine += count
        newLine += count
        hunk = Hunk(old: oldLine, new: newLine)
      case .kept(let text):
        hunk.add(" ", text, old: 1, new: 1)
        oldLine += 1
        newLine += 1
      case .removed(let text):
        hunk.add("-", text, old: 1, new: 0)
        oldLine += 1
      case .added(let text):
        hunk.add("+", text, old: 0, new: 1)
        newLine += 1
      }
    }
    let changed = (hunks + [hunk]).filter(\.hasChanges)
    guard !changed.isEmpty else { return "" }
    let name = file.hasPrefix("/") ? String(file.dropFirst()) : file
    return "--- a/\(name)\n+++ b/\(name)\n" + changed.map(\.text).joined()
  }

  private struct Hunk {
    let old: Int
    let new: Int
    var oldCount = 0
    var newCount = 0
    var lines: [String] = []
    var hasChanges = false

    init(old: Int, new: Int) {
      self.old = old
      self.new = new
    }

    mutating func add(_ sign: String, _ text: String, old: Int, new: Int) {
      // A patch only fits if it has the carriage returns of the file.
      let isWindows = text.unicodeScalars.last == "\r"
      lines.append(
        sign + Terminal.escaped(isWindows ? String(text.unicodeScalars.dropLast()) : text)
          + (isWindows ? "\r" : ""))
      oldCount += old
      newCount += new
      if old != new { hasChanges = true }
    }

    var text: String {
      "@@ -\(old),\(oldCount) +\(new),\(newCount) @@\n" + lines.map { $0 + "\n" }.joined()
    }
  }

  /// The text without its last line end. Otherwise an empty last line would be counted.
  private static func complete(_ text: String) -> String {
    text.unicodeScalars.last == "\n" ? String(text.unicodeScalars.dropLast()) : text
  }
}
