import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@testable import Reporting

/// The picture of one flow: nothing is cut off, and nothing is outside of its box.
@Suite struct PictureTests {
  private static let names = [
    "a", "default-authentication-flow-authenticator-validate-stage", "Welcome to Acme, dear colleague!",
    String(repeating: "x", count: 300), String(repeating: "ようこそ", count: 20), "👩‍👩‍👧‍👦 family",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p", "<b>&\"'", "",
  ]

  private static func flow(_ name: String, _ action: Action? = .update) -> FlowGraph.Flow {
    let part = FlowGraph.Guard(name: name, isNegated: true, isEnabled: false, order: 0, action: action)
    let step = FlowGraph.Step(
      order: 1000, name: name, kind: name, guards: [part, part], action: action, isRestore: true)
    return FlowGraph.Flow(
      slug: name, title: name, designation: name, deniedAction: name, guards: [part], steps: [step, step],
      action: action)
  }

  @Test(arguments: names) func noTextIsWiderThanItsRoom(name: String) {
    let picture = FlowPicture(Self.flow(name))
    for text in picture.texts {
      #expect(text.font.width(of: text.text) <= text.width + 0.1, "\(text)")
      #expect(text.x >= 0 && text.y > 0 && text.y < picture.height)
      #expect(text.isAtEnd || text.x + text.width <= FlowPicture.width, "\(text)")
    }
    // All characters are there, in their order.
    let shown = picture.texts.map(\.text).joined().filter { $0 != " " }
    #expect(shown.contains(name.filter { $0 != " " }))
  }

  @Test(arguments: PictureFontCase.all) func textIsBrokenWhereAReaderWould(line: PictureFontCase) {
    #expect(PictureFont.name.lines(of: line.text, width: 100) == line.lines)
  }

  struct PictureFontCase: Sendable {
    let text: String
    let lines: [String]

    static let all = [
      PictureFontCase(text: "", lines: []), PictureFontCase(text: "short", lines: ["short"]),
      PictureFontCase(text: "two words-and more", lines: ["two", "words-and", "more"]),
      PictureFontCase(text: "default-login-flow", lines: ["default-", "login-flow"]),
      PictureFontCase(text: "abcdefghijklmnopqrst", lines: ["abcdefghijkl", "mnopqrst"]),
    ]
  }

  @Test func theWordsTellWhatThePictureShows() {
    let flow = FlowGraph(Sample.flows).flows.first { $0.slug == "login" }
    #expect(
      flow.map { FlowPicture($0).description.joined(separator: "; ") }
        == "start; 3 prompt ask (create); if from-here, else without this stage; 20 password password (create); done"
    )
  }

  @Test func picturesOfAPlan() {
    Snapshot.expect(SVGDiagram.text(of: FlowGraph(Sample.flows)), "svg")
  }

  /// The whole set stays as narrow as four flows.
  @Test(arguments: [0, 1, 4, 5, 40]) func manyFlowsAreRowsOfFour(count: Int) throws {
    let entries = (0..<count).map { Self.flow("flow-\($0)", nil) }
    let text = SVGDiagram.text(of: FlowGraph(flows: entries))
    let width = try #require(text.firstMatch(of: /width="(\d+)"/).flatMap { Int($0.1) })
    #expect(width == 48 + max(1, min(count, 4)) * (Int(FlowPicture.width) + 32) - 32)
  }
}
