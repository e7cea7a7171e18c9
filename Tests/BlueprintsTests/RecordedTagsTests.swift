import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// The results of authentik's own loader, recorded from 2026.5.
@Suite struct RecordedTagsTests {
  /// The parts of blueprints where flowform differs on purpose.
  private static let differences = [
    ("version: 2", "flowform refuses a version that it does not know"),
    ("v: !File /missing", "the file lies outside of the blueprint's folder"),
    ("v: !File [/missing, d]", "the file lies outside of the blueprint's folder"),
    ("v: !Env FF_EMPTY", "offline an unset variable is unknown"),
    ("v: !Env FF_MISSING", "offline an unset variable is unknown"),
    ("!!binary", "bytes have no counterpart in JSON"),
    ("!!set", "sets have no counterpart in JSON"),
  ]

  private static func differs(_ text: String) -> Bool {
    differences.contains { text.contains($0.0) }
  }

  private static func render(_ text: String, _ environment: ValueMap) throws -> RenderedSet {
    let variables = environment.compactMapValues(\.string)
    return try BlueprintText.rendered(
      [BlueprintText.file(text)],
      options: BlueprintText.options {
        $0.environment = EnvironmentAccess(
          variables: Dictionary(uniqueKeysWithValues: variables.map { ($0.key, $0.value) }),
          shownPatterns: ["*"])
      })
  }

  @Test(.needsSharedMaterial) func areThoseOfAuthentiksLoader() throws {
    var (count, met) = (0, Set<String>())
    for line in try SharedMaterial.bytes("recordings/tags.jsonl").split(separator: 0x0A) {
      let row = try JSONReader.read(Array(line))
      let text = try #require(row["yaml"]?.string)
      let rendered = try Self.render(text, row["env"]?.map ?? [:])
      let lines = BlueprintText.lines(rendered.diagnostics)
      let isSame =
        row["result"].map { $0 == .list(rendered.entries.map(\.value)) && !rendered.diagnostics.hasErrors }
        ?? rendered.diagnostics.hasErrors
      if Self.differs(text), row["result"] != nil {
        #expect(!isSame, "no longer a difference: \(text)")
        met.formUnion(Self.differences.filter { text.contains($0.0) }.map(\.0))
      } else {
        #expect(isSame, "\(text)\n\(lines)\(rendered.entries.map { JSONWriter.write($0.value) })")
      }
      count += 1
    }
    #expect(count == 177)
    #expect(met == Set(Self.differences.map(\.0)))
  }
}
