import Model
import OrderedCollections
import Planning

/// One field of a change as a person reads it.
///
/// Short values are shown on one line, old and new. Texts of several lines (mostly programs) and large lists
/// and maps are shown as the lines that differ.
struct FieldText {
  /// How much of long values is shown.
  struct Limits {
    let characters: Int
    let lines: Int

    /// For a terminal, where a reader asks for more with `-v`.
    static let short = Limits(characters: 200, lines: 20)
    static let none = Limits(characters: .max, lines: .max)
  }

  /// The values, before they are laid out for a terminal or a web page.
  enum Content: Hashable {
    case secret
    /// The value of a new object.
    case value(String)
    case change(old: String, new: String)
    /// A text of several lines, or the lines that differ; `rest` more are left out.
    case lines([LineDiff.Line], rest: Int)
  }

  private let field: FieldChange
  private let isCreate: Bool
  private let symbols: Symbols
  private let limits: Limits

  /// Without a terminal, wider lists of references are shown item by item.
  private static let widest = 120
  /// Longer lists and maps are compared line by line.
  private static let compact = 60

  init(_ field: FieldChange, _ action: Action, symbols: Symbols, limits: Limits) {
    self.field = field
    self.symbols = symbols
    self.limits = limits
    isCreate = action == .create
  }

  var name: String { Terminal.escaped(field.path.description) }

  /// Shown emphasised beside the name.
  var remark: String { field.isDrift ? "(changed outside)" : "" }

  var content: Content {
    if field.isSecret { return .secret }
    let (before, after) = (field.shownBefore, field.shownAfter)
    if isCreate {
      if let lines = after.string.map(LineDiff.split), lines.count > 1 {
        return cut(lines.map { .added($0) })
      }
      return .value(shortened(show(after)))
    }
    if let (old, new) = texts(before, after) { return cut(LineDiff.lines(from: old, to: new)) }
    let (old, new) = pair(show(before), show(after))
    return .change(old: old, new: new)
  }

  func lines(column: Int, nameWidth: Int, lineWidth: Int?) -> [PlanLine] {
    let name = self.name + ":"
    var head = PlanLine(column: column, text: name, remark: remark)
    let padded = name.padding(to: nameWidth + 2)
    switch content {
    case .secret: head.text = padded + "(secret)"
    case .value(let text):
      head.text = padded + text
      if column + Columns.count(head.text) > lineWidth ?? Self.widest, let items = references {
        head.text = name
        return [head] + items.map { PlanLine(column: column + 2, text: $0) }
      }
    case .lines(let lines, let rest):
      let end = "\(symbols.ellipsis) \(counted(rest, "more line")); -v shows all"
      return [head] + lines.map { line($0, column + 2) }
        + (rest > 0 ? [PlanLine(column: column + 4, text: end)] : [])
    case .change(let old, let new):
      head.text = "\(padded)\(old) \(symbols.arrow) \(new)"
      let columns = column + Columns.count(head.text) + Columns.count(head.remark) + 2
      guard let lineWidth, columns > lineWidth else { return [head] }
      head.text = name
      return [
        head, PlanLine(column: column + 2, mark: .removed, text: old),
        PlanLine(column: column + 2, mark: .added, text: new),
      ]
    }
    return [head]
  }

  /// The items of a list with references to other objects; nil for another value.
  private var references: [String]? {
    guard let items = field.shownAfter.list, !field.shownAfter.references.isEmpty else { return nil }
    return items.map(show)
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

  private func cut(_ lines: [LineDiff.Line]) -> Content {
    .lines(Array(lines.prefix(limits.lines)), rest: max(0, lines.count - limits.lines))
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
  static func indented(_ text: String) -> String {
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
    text.count <= limits.characters ? text : text.prefix(limits.characters) + symbols.ellipsis
  }

  /// Both values, cut so that the first difference is still visible.
  private func pair(_ old: String, _ new: String) -> (String, String) {
    guard max(old.count, new.count) > limits.characters else { return (old, new) }
    let same = zip(old, new).prefix { $0 == $1 }.count
    guard same > limits.characters / 2 else { return (shortened(old), shortened(new)) }
    let skipped = same - limits.characters / 4
    func tail(_ text: String) -> String { symbols.ellipsis + shortened(String(text.dropFirst(skipped))) }
    return (tail(old), tail(new))
  }
}
