import Model
import Planning

/// The picture of one flow: its stages from top to bottom, between them the policies that decide, and where a denial
/// leads. It is so narrow that a phone shows it, and as high as its texts need.
struct FlowPicture {
  /// A text in the picture, and the room that it has.
  struct Text: Hashable {
    let text: String
    let font: PictureFont
    /// The CSS class that sets its colour.
    let style: String
    let x: Double
    /// The base line.
    let y: Double
    let width: Double
    var isAtEnd = false
  }

  /// A shape as SVG, without texts.
  typealias Shape = Markup

  static let width = 296.0
  /// Where the line around a stage is.
  private static let lane = 1.0
  /// The left edge of the boxes. If a stage may be skipped, there is room for the line around it.
  private let edge: Double
  /// Where the line from stage to stage is.
  private var spine: Double { edge + 22 }
  private static let padding = 12.0
  private static let lineHeight = 17.0

  private(set) var shapes: [Shape] = []
  private(set) var texts: [Text] = []
  private(set) var height = 1.0
  /// The picture in words.
  private(set) var description: [String] = []

  init(_ flow: FlowGraph.Flow) {
    edge = flow.steps.contains { !$0.guards.isEmpty } ? 17 : 1
    box("start", flow.title, isRound: true, Change(flow))
    description.append(flow.title.isEmpty ? "start" : "start: \(flow.title)")
    if !flow.guards.isEmpty {
      decision(flow.guards, needsAll: flow.needsAll)
      denial(flow.deniedAction)
      description.append(
        "\(Self.words(flow.guards, needsAll: flow.needsAll)), else denied: \(flow.deniedAction)")
    }
    for step in flow.steps {
      var from: Double?
      if !step.guards.isEmpty {
        from = decision(step.guards, needsAll: step.needsAll)
        description.append("\(Self.words(step.guards, needsAll: step.needsAll)), else without this stage")
      }
      arrow()
      box("\(step.order) · \(step.kind)", step.name, isRound: false, Change(step))
      if let from { bypass(from) }
      let change = Change(step).map { " (\($0.word))" } ?? ""
      description.append("\(step.order) \(step.kind) \(step.name)\(change)")
    }
    arrow()
    box("done", "", isRound: true, nil)
    description.append("done")
    height += 1
  }

  // MARK: - Parts

  /// What a plan does with a part, in words and as a style.
  struct Change {
    let mark: PlanLine.Mark
    let word: String

    init?(_ action: Action?, isRestore: Bool) {
      guard let action, action.isWrite else { return nil }
      mark = isRestore ? .restore : PlanLine.Mark(action)
      word = isRestore ? "restore" : action.rawValue
    }

    init?(_ flow: FlowGraph.Flow) { self.init(flow.action, isRestore: flow.isRestore) }
    init?(_ step: FlowGraph.Step) { self.init(step.action, isRestore: step.isRestore) }
    init?(_ part: FlowGraph.Guard) { self.init(part.action, isRestore: part.isRestore) }

    var text: String { "\(Symbols.unicode.text(mark)) \(word)" }
  }

  private mutating func box(_ head: String, _ name: String, isRound: Bool, _ change: Change?) {
    let (left, top) = (edge, height)
    let room = Self.width - 1 - left - 2 * Self.padding
    let mark = change.map { PictureFont.small.width(of: $0.text) + 8 } ?? 0
    let style = change?.word ?? "plain"
    var y = top + 4
    let heads = PictureFont.small.lines(of: head, width: room - mark)
    for (index, line) in heads.enumerated() {
      y += Self.lineHeight
      text(line, .small, "quiet", left + Self.padding, y, room - mark)
      guard index == 0, let change else { continue }
      texts.append(
        Text(
          text: change.text, font: .small, style: change.word, x: Self.width - 1 - Self.padding, y: y,
          width: mark, isAtEnd: true))
    }
    let font = isRound ? PictureFont.word : .name
    for line in font.lines(of: name, width: room) {
      y += Self.lineHeight
      text(line, font, "strong", left + Self.padding, y, room)
    }
    height = y + 11
    let radius = isRound ? 17 : 7
    shapes.append(
      "<rect class=\"box \(style)\" x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(Self.width - 1 - left))\" height=\"\(number(height - top))\" rx=\"\(radius)\"/>"
    )
  }

  /// The policies before a stage; returns where they decide.
  @discardableResult
  private mutating func decision(_ guards: [FlowGraph.Guard], needsAll: Bool) -> Double {
    let left = spine + 16
    let room = Self.width - left
    var y = height + 7
    let middle = y + Self.lineHeight - 4
    func write(_ line: String, _ font: PictureFont, _ style: String, _ picture: inout FlowPicture) {
      y += Self.lineHeight
      picture.text(line, font, style, left, y, room)
    }
    write(Self.question(guards, needsAll: needsAll), .small, "quiet", &self)
    for part in guards {
      let change = Change(part)
      let name = (change.map { "\($0.text) " } ?? "") + part.shown
      for line in PictureFont.name.lines(of: name, width: room) {
        write(line, .name, change?.word ?? "policy", &self)
      }
    }
    line(to: y + 4, isArrow: false)
    let (x, size) = (spine, 6.0)
    shapes.append(
      "<path class=\"decision\" d=\"M\(number(x)) \(number(middle - size))l\(number(size)) \(number(size))l\(number(-size)) \(number(size))l\(number(-size)) \(number(-size))z\"/>"
    )
    return middle
  }

  /// Where users go if the flow's own policies deny them.
  private mutating func denial(_ action: String) {
    let (left, top) = (spine + 22, height + 4)
    let room = Self.width - 1 - left - 2 * Self.padding
    var y = top + 3
    for line in PictureFont.small.lines(of: "else denied: \(action)", width: room) {
      y += Self.lineHeight
      text(line, .small, "delete", left + Self.padding, y, room)
    }
    let bottom = y + 9
    let middle = (top + bottom) / 2
    shapes.append(
      "<path class=\"denied\" d=\"M\(number(spine)) \(number(middle))H\(number(left))\"/><rect class=\"box delete dashed\" x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(Self.width - 1 - left))\" height=\"\(number(bottom - top))\" rx=\"7\"/>"
    )
    line(to: bottom + 2, isArrow: false)
  }

  /// The way around the stage that was drawn last: users take it if its policies deny them.
  private mutating func bypass(_ from: Double) {
    let to = height + 9
    shapes.append(
      "<path class=\"bypass\" d=\"M\(number(spine - 6)) \(number(from))H\(number(Self.lane + 6))q-6 0-6 6V\(number(to - 6))q0 6 6 6H\(number(spine))\"/>"
    )
  }

  private mutating func arrow() { line(to: height + 26, isArrow: true) }

  private mutating func line(to end: Double, isArrow: Bool) {
    let (x, tip) = (number(spine), isArrow ? end - 1 : end)
    shapes.append("<path class=\"way\" d=\"M\(x) \(number(height))V\(number(tip))\"/>")
    if isArrow {
      shapes.append("<path class=\"tip\" d=\"M\(x) \(number(tip))l-4.5-8h9z\"/>")
    }
    height = end
  }

  private mutating func text(
    _ text: String, _ font: PictureFont, _ style: String, _ x: Double, _ y: Double, _ width: Double
  ) {
    texts.append(Text(text: text, font: font, style: style, x: x, y: y, width: width))
  }

  /// With one decimal, which no locale changes.
  private func number(_ value: Double) -> String { Self.number(value) }

  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let text = "\(abs(tenths) / 10)" + (tenths % 10 == 0 ? "" : ".\(abs(tenths) % 10)")
    return tenths < 0 ? "-" + text : text
  }

  // MARK: - Words

  private static func question(_ guards: [FlowGraph.Guard], needsAll: Bool) -> String {
    guards.count == 1 ? "if" : needsAll ? "if all of" : "if any of"
  }

  private static func words(_ guards: [FlowGraph.Guard], needsAll: Bool) -> String {
    "\(question(guards, needsAll: needsAll)) \(guards.map(\.shown).joined(separator: ", "))"
  }
}

extension FlowGraph.Guard {
  /// The name with how it counts: `not x`, `x (off)`.
  var shown: String { (isNegated ? "not " : "") + name + (isEnabled ? "" : " (off)") }
}
