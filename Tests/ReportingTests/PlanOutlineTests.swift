import Model
import OrderedCollections
import Planning
import Reporting
import TestSupport
import Testing

/// A plan in the text format.
@Suite struct PlanOutlineTests {
  private static func render(_ plan: Plan, _ terminal: Terminal, isVerbose: Bool = false) -> String {
    let context = PlanContext(server: "sandbox:", serverVersion: "2026.5.0", isVerbose: isVerbose)
    return TextReporter(terminal: terminal).plan(plan, context: context).output.replacing("\u{1B}", with: "␛")
  }

  @Test(arguments: [
    ("log", Terminal(hasColour: false)), ("unicode", Terminal(hasColour: false, symbols: .unicode)),
    ("colour", Terminal(hasColour: true, symbols: .unicode, width: 120)),
    ("narrow", Terminal(hasColour: false, symbols: .unicode, width: 60)),
  ])
  func groupsByFlow(name: String, terminal: Terminal) {
    Snapshot.expect(Self.render(Sample.flows, terminal), name)
  }

  @Test func verboseShowsWhatIsUnchangedAndCutsNothing() {
    var plan = Sample.flows
    let long = Value.string(String(repeating: "line\n", count: 30))
    plan.changes[1].fields.append(FieldChange(path: FieldPath("long"), before: nil, after: long))
    Snapshot.expect(
      Self.render(plan, Terminal(hasColour: false)).split(separator: "\n").filter { $0.contains("more line") }
        .joined() + "\n---\n" + Self.render(plan, Terminal(hasColour: false), isVerbose: true), "verbose")
  }

  @Test(arguments: [24, 40, 60, 80, 120])
  func noLineIsWiderThanTheTerminal(width: Int) {
    let terminal = Terminal(hasColour: false, symbols: .unicode, width: width)
    for plan in [Sample.flows, Sample.plan] {
      let lines = Self.render(plan, terminal).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
    }
  }

  /// Only half as many East Asian characters fit, and values are aligned all the same.
  @Test(arguments: [24, 40, 60, 80])
  func wideCharactersFitTheTerminal(width: Int) {
    var update = Sample.change("ログイン画面の名前", .update, line: 9)
    let title = String(repeating: "ようこそ", count: 12)
    update.fields = [
      FieldChange(path: FieldPath("名前"), before: "👩‍👩‍👧‍👦 家族", after: "友達", isDrift: true),
      FieldChange(path: FieldPath("title"), before: .string(title), after: .string(title + "！")),
    ]
    let terminal = Terminal(hasColour: false, symbols: .unicode, width: width)
    let text = Self.render(Plan(changes: [update]), terminal)
    let lines = text.split(separator: "\n")
    let isWide = { (character: Character) in character.unicodeScalars.contains { $0.value >= 0x3000 } }
    #expect(lines.allSatisfy { $0.count + $0.count(where: isWide) <= width }, "\(text)")
    if width == 80 { Snapshot.expect(text, "wide") }
  }

  @Test func everyChangeIsShownOnce() {
    var plan = Sample.flows
    plan.changes += [Sample.change("x", .create), Sample.change("x", .delete)]
    // Two bindings that target each other have no root.
    let knots = ["a", "b"].map { Sample.object("authentik_policies.policybinding", ["policy": .string($0)]) }
    for (knot, other) in zip(knots, knots.reversed()) {
      var change = PlannedChange(address: knot, action: .create)
      change.values = ["target": Sample.reference(other)]
      plan.changes.append(change)
    }
    let text = Self.render(plan, Terminal(hasColour: false), isVerbose: true)
    let heads = text.split(separator: "\n").filter { line in
      Action.allCases.contains { line.drop { " +~-=.!".contains($0) }.hasPrefix("\($0.rawValue) authentik") }
    }
    #expect(heads.count == plan.changes.count)
  }

  /// Whatever the order of the entries, the stages of a flow are in their own order.
  @Test func theOrderIsTheBindings() {
    var plan = Sample.flows
    let text = Self.render(plan, Terminal(hasColour: false))
    plan.changes.swapAt(0, 5)
    #expect(Self.flow(Self.render(plan, Terminal(hasColour: false))) == Self.flow(text))
  }

  private static func flow(_ text: String) -> Substring {
    text[..<(text.firstRange(of: "[slug=other]")?.lowerBound ?? text.endIndex)]
  }

  @Test func ofLongValuesTheDifferenceIsSeen() {
    let same = String(repeating: "same ", count: 100)
    var change = Sample.change("a", .update)
    change.fields = [
      FieldChange(path: FieldPath("title"), before: .string(same + "old"), after: .string(same + "new"))
    ]
    let text = Self.render(Plan(changes: [change]), Terminal(hasColour: false))
    #expect(text.contains("same old\" -> ...") && text.contains("same new\"\n"), "\(text)")
  }

  /// A list of references that is wider than the terminal, or than a log should be, has a line for each item.
  @Test(arguments: [(1, 200, false), (3, 200, true), (1, nil, false), (3, nil, true), (1, 60, true)])
  func aWideListOfReferencesIsShownItemByItem(_ count: Int, _ width: Int?, _ isSplit: Bool) {
    let prompts = (1...count).map { number in
      Sample.object("authentik_stages_prompt.prompt", ["name": .string("acme-enrollment-\(number)")])
    }
    var change = Sample.change("a", .create)
    change.fields = [
      FieldChange(path: FieldPath("fields"), before: nil, after: .list(prompts.map(Sample.reference)))
    ]
    let terminal = Terminal(hasColour: false, symbols: .unicode, width: width)
    let text = Self.render(Plan(changes: [change]), terminal)
    #expect(text.contains("fields:\n        (key of ") == isSplit, "\(text)")
    #expect(text.contains("fields: [(key of ") != isSplit, "\(text)")
  }
}
