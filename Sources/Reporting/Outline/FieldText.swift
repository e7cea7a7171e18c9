import Model
import OrderedCollections
import Planning

/// One field of a change as a person reads it.
///
/// Short values are shown on one line, old and new. Texts of several lines (mostly programs) and large lists
/// and maps are shown as the lines that differ.
struct FieldText {
  private let field: FieldChange
  private let isCreate: Bool
  private let symbols: Symbols
  private let isComplete: Bool

  /// Values are cut at this length, unless they are shown complete.
  private static let longest = 200
  private static let mostLines = 20
  /// Longer lists and maps are compared line by line.
  private static let compact = 60

  init(_ field: FieldChange, _ action: Action, symbols: Symbols, isComplete: Bool) {
    self.field = field
    self.symbols = symbols
    self.isComplete = isComplete
    isCreate = action == .create
  }

  func lines(column: Int, nameWidth: Int, lineWidth: Int?) -> [PlanLine] {
    let name = Terminal.escaped(field.path.description) + ":"
    var head = PlanLine(column: column, text: name, remark: field.isDrift ? "(changed outside)" : "")
    let padded = name.padding(to: nameWidth + 2)
    if field.isSecret {
      head.text = padded + "(secret)"
      return [head]
    }
    let (before, after) = (field.shownBefore, field.shownAfter)
    if isCreate {
      if let lines = after.string.map(LineDiff.split), lines.count > 1 {
        return [head] + cut(lines.map { .added($0) }, column + 2)
      }
      head.text = padded + shortened(show(after))
      return [head]
    }
    if let (old, new) = texts(before, after) {
      return [head] + cut(LineDiff.lines(from: old, to: new), column + 2)
    }
    let (old, new) = pair(show(before), show(after))
    head.text = "\(padded)\(old) \(symbols.arrow) \(new)"
    let columns = column + Columns.count(head.text) + Columns.count(head.remark) + 2
    guard let lineWidth, columns > lineWidth else { return [head] }
    head.text = name
    return [
      head, PlanLine(column: column + 2, mark: .removed, text: old),
      PlanLine(column: column + 2, mark: .added, text: new),
    ]
  }

  /// The texts of two values to compare line by line; nil for values that are shown on one line.
  private func texts(_ before: Value, _ after: Value) -> (String, String)? {
    if let old = before.string, let new = after.string {
      return [old, new].contains { $0.unicodeScalars.contains("\n") } ? (old, new) : nil
    }
    guard let old = structure(before), let new = structure(after) else { return nil }
    let longest = max(JSONWriter.write(before).count, JSONWriter.write(after).count)
    return longest > Self.compact ? (old, new) : nil
  }

  /// A list or map on several lines; nil for other values, and for those that refer to objects.
  private func structure(_ value: Value) -> String? {
    guard value.map != nil || value.list != nil, value.references.isEmpty, field.names.isEmpty else {
      return nil
    }
    return JSONWriter.write(value, style: .sorted)
  }

  private func cut(_ lines: [LineDiff.Line], _ column: Int) -> [PlanLine] {
    let shown = isComplete ? lines[...] : lines.prefix(Self.mostLines)
    let rest = lines.count - shown.count
    let end = "\(symbols.ellipsis) \(counted(rest, "more line")); -v shows all"
    return shown.map { line($0, column) } + (rest > 0 ? [PlanLine(column: column + 2, text: end)] : [])
  }

  private func line(_ line: LineDiff.Line, _ column: Int) -> PlanLine {
    switch line {
    case .kept(let text): PlanLine(column: column, text: "  " + Self.indented(text))
    case .removed(let text): PlanLine(column: column, mark: .removed, text: Self.indented(text))
    case .added(let text): PlanLine(column: column, mark: .added, text: Self.indented(text))
    case .gap(let count):
      PlanLine(column: column, text: "  \(symbols.ellipsis) \(counted(count, "line")) as before")
    }
  }

  /// A line of a text, with spaces for tabs because the text is shown in columns.
  private static func indented(_ text: String) -> String {
    Terminal.escaped(text.replacing("\t", with: "    "))
  }

  private func show(_ value: Value) -> String {
    if let reference = value.reference {
      return "(key of \(Terminal.escaped(reference.address.description)))"
    }
    if value.isPending { return "(known after apply)" }
    if let name = field.name(of: value) { return Terminal.escaped(name) }
    if case .list(let items) = value, !value.references.isEmpty || !field.names.isEmpty {
      return "[\(items.map(show).joined(separator: ", "))]"
    }
    return Terminal.escaped(JSONWriter.write(value))
  }

  private func shortened(_ text: String) -> String {
    isComplete || text.count <= Self.longest ? text : text.prefix(Self.longest) + symbols.ellipsis
  }

  /// Both values, cut so that the first difference is still visible.
  private func pair(_ old: String, _ new: String) -> (String, String) {
    guard !isComplete, max(old.count, new.count) > Self.longest else { return (old, new) }
    let same = zip(old, new).prefix { $0 == $1 }.count
    guard same > Self.longest / 2 else { return (shortened(old), shortened(new)) }
    let skipped = same - Self.longest / 4
    func tail(_ text: String) -> String { symbols.ellipsis + shortened(String(text.dropFirst(skipped))) }
    return (tail(old), tail(new))
  }
}
