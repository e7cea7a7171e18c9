import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct TagNestingTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func tagsNestAsTheyLike(seed: UInt64) throws {
    var source = RandomSource(seed: seed)
    let options = BlueprintText.options {
      $0.context = TagTree.context
      $0.environment.variables = TagTree.variables
      $0.environment.shownPatterns = ["*"]
    }
    for _ in 0..<1000 {
      let tree = TagTree.random(Int.random(in: 1...5, using: &source), [], using: &source)
      let text = "entries:\n- {model: a.b, identifiers: {name: x}, attrs: {v: \(tree.text)}}\n"
      let rendered = try BlueprintText.rendered([BlueprintText.file(text)], options: options)
      let value = rendered.entries.first?.attrs["v"]
      guard value == tree.value() else {
        Issue.record(
          "\(tree.text)\n\(JSONWriter.write(tree.value()))\n\(value.map { JSONWriter.write($0) } ?? "nothing")\n\(BlueprintText.lines(rendered.diagnostics))"
        )
        return
      }
    }
  }
}
