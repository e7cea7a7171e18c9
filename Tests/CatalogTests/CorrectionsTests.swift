import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct CorrectionsTests {
  private static let lines = """
    {"model":"app.thing","since":"2024.8","unique":["name"],"reason":"one"}
    {"model":"app.thing","since":"2026.5","unique":["slug"],"together":[["a","b"],["a","gone"]],"reason":"two"}
    {"model":"app.bare","since":"2024.8","unique":["name"],"probe":false,"reason":"three"}
    {"model":"app.free","since":"2024.8","reason":"four"}
    """

  private static func kind(_ model: String, _ version: String) throws -> Kind {
    let fields = ["a", "b"].map { Field(name: $0, type: .text(.plain)) }
    let kinds = ["app.thing", "app.bare", "app.free"].map {
      Kind(
        model: $0, component: "X", path: "/x/", primaryKey: "pk", detailField: nil, fields: fields,
        filters: [:])
    }
    let catalog = try Corrections(lines: lines).applied(to: Catalog(version: version, kinds: kinds))
    return try #require(catalog.kind(model))
  }

  @Test(arguments: [
    ("2024.8.2", ["name"], false), ("2025.12.0", ["name"], false), ("2024.10", ["name"], false),
    ("2026.5.1", ["slug"], true),
  ])
  func holdFromAVersionOn(version: String, unique: [String], isTogether: Bool) throws {
    let thing = try Self.kind("app.thing", version)
    #expect(thing.uniqueFields == unique)
    // The kind has no field `gone`.
    #expect(thing.uniqueTogether == (isTogether ? [["a", "b"]] : []))
    #expect(thing.canProbe)
  }

  @Test func tellWhatCannotBeProbed() throws {
    #expect(try !Self.kind("app.bare", "2026.5").canProbe)
    #expect(try !Self.kind("app.free", "2026.5").canProbe)
  }

  @Test func areJSONLines() {
    #expect(throws: CatalogError.self) { try Corrections(lines: "nonsense") }
    #expect(throws: CatalogError.self) {
      try Corrections(lines: #"{"model":"a.b","since":"2024.8","sentAlng":[]}"#)
    }
  }
}
